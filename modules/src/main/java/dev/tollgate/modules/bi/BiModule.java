package dev.tollgate.modules.bi;

import dev.tollgate.contract.event.EventDeclaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.modules.bi.cell.CellFill;
import dev.tollgate.modules.bi.cell.CellFold;
import dev.tollgate.modules.bi.dataset.DatasetHandlers;
import dev.tollgate.modules.bi.event.EventMonths;
import dev.tollgate.modules.bi.event.EventStore;
import dev.tollgate.modules.bi.event.TrackOperations;
import dev.tollgate.modules.bi.event.TrackedEvents;
import dev.tollgate.modules.bi.query.InsightOperations;
import dev.tollgate.modules.bi.query.QueryLimits;
import dev.tollgate.modules.tracked.EventGovernance;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.RecordModule;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.resource.ResourceOperations;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Data &amp; Insights: tracked events, queries, datasets and views. */
public final class BiModule implements RecordModule {

    private final Function<ModuleContext, EventGovernance> governance;
    private final QueryLimits limits;

    /** @param governance checks and hashes events, on the event loop of a context */
    public BiModule(Function<ModuleContext, EventGovernance> governance) {
        this(governance, QueryLimits.ofProduct());
    }

    /** The same with other limits. */
    public BiModule(Function<ModuleContext, EventGovernance> governance, QueryLimits limits) {
        this.governance = governance;
        this.limits = limits;
    }

    @Override
    public String key() {
        return "bi";
    }

    @Override
    public String title() {
        return "Data & Insights";
    }

    @Override
    public List<ResourceOperations<?, ?>> resources() {
        return DatasetHandlers.RESOURCES;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return Stream.<Operation<?, ?>>concat(
                        Stream.of(TrackOperations.TRACK, InsightOperations.QUERY),
                        RecordModule.super.operations().stream())
                .toList();
    }

    @Override
    public List<EventDeclaration> events() {
        return Stream.concat(Stream.of(TrackOperations.TRACKED), RecordModule.super.events().stream())
                .toList();
    }

    @Override
    public List<JobKind> jobs() {
        return Stream.of(List.of(CellFold.KIND, CellFill.KIND), EventMonths.KINDS, DatasetHandlers.JOBS)
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public void serve(ModuleContext context) {
        var governed = governance.apply(context);
        var store = new EventStore(context);
        new TrackedEvents(context, store, governed).serve(context.bus());
        context.jobs().every(CellFold.KIND, CellFold::next, new CellFold(context)::run);
        DatasetHandlers.serve(context, store, governed, limits);
        context.jobs().handle(CellFill.KIND, CellFill::run);
        EventMonths.serve(context.jobs());
    }
}
