package dev.tollgate.modules.bi.event;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.analytics.StoredGovernance;
import dev.tollgate.modules.bi.BiModule;
import dev.tollgate.modules.bi.cell.CellAnswer;
import dev.tollgate.modules.bi.cell.CellQuery;
import dev.tollgate.modules.bi.cell.CellTotals;
import dev.tollgate.modules.bi.event.TrackOperations.NewEvents;
import dev.tollgate.modules.tracked.DefinedEvent;
import dev.tollgate.modules.tracked.EventGovernance;
import dev.tollgate.modules.tracked.EventMaintenance;
import dev.tollgate.modules.tracked.EventMaintenance.Step;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.RecordModule;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The event store on a desk: sends events, folds cells and reads them. */
public final class Tracking implements AutoCloseable {

    /** The module, and the context that it got last. */
    private static final class Opened implements RecordModule {

        private final BiModule module;
        private final AtomicReference<ModuleContext> context = new AtomicReference<>();

        Opened(Function<ModuleContext, EventGovernance> governance) {
            module = new BiModule(governance);
        }

        @Override
        public String key() {
            return module.key();
        }

        @Override
        public String title() {
            return module.title();
        }

        @Override
        public List<ResourceOperations<?, ?>> resources() {
            return module.resources();
        }

        @Override
        public List<Operation<?, ?>> operations() {
            return module.operations();
        }

        @Override
        public List<JobKind> jobs() {
            return module.jobs();
        }

        @Override
        public void serve(ModuleContext given) {
            context.set(given);
            module.serve(given);
        }
    }

    public final Desk desk;
    private final Opened module;
    private final ModuleContext context;
    private final EventStore store;
    private final EventMaintenance maintenance;

    private Tracking(Opened module, Desk desk) {
        this.module = module;
        this.desk = desk;
        this.context = module.context.get();
        this.store = new EventStore(context);
        this.maintenance = new EventRowMaintenance(context);
    }

    public static Tracking open() {
        var module = new Opened(StoredGovernance::new);
        var desk = new Desk(module);
        // Sets the jobs of the installation.
        desk.runJobs();
        return new Tracking(module, desk);
    }

    /** Another process with the same database and clock. */
    Tracking beside() {
        return new Tracking(module, new Desk(desk));
    }

    public TrackAnswer track(Caller caller, TrackedEvent... events) {
        return desk.done(TrackOperations.TRACK, caller, new NewEvents(List.of(events)));
    }

    public Future<?> tracking(Caller caller, TrackedEvent... events) {
        return desk.sent(TrackOperations.TRACK, caller, new NewEvents(List.of(events)), Conditions.NONE);
    }

    public static TrackedEvent event(
            String name,
            @Nullable String id,
            @Nullable Instant at,
            @Nullable String actor,
            @Nullable JsonObject properties) {
        return new TrackedEvent(name, id, at, actor, properties);
    }

    /** So many events with ids of their own. */
    public static TrackedEvent[] events(int count, String prefix, Instant at) {
        var events = new TrackedEvent[count];
        Arrays.setAll(events, index -> event("signup", prefix + index, at, "user " + index % 7, null));
        return events;
    }

    /** Adds everything pending to cells. */
    public void fold() {
        desk.later(Duration.ofSeconds(3));
        desk.runJobs();
    }

    public void shape(Caller caller, String name, List<String> dimensions, List<String> measures) {
        var defined = new DefinedEvent(name, dimensions, measures);
        prepare(caller, (transaction, call) -> maintenance.approved(transaction, call, defined));
    }

    /** Rewrites all rows of an event that are left after a step. */
    void rewriteAll(Caller caller, EventMaintenance.Rewrite rewrite, @Nullable String after) {
        var end = after;
        while (end == null || !end.isEmpty()) {
            end = rewrite(caller, rewrite, end).after();
        }
    }

    /** One step, in one transaction. */
    Step rewrite(Caller caller, EventMaintenance.Rewrite rewrite, @Nullable String after) {
        var end = new AtomicReference<>(Step.LAST);
        prepare(
                caller,
                (transaction, call) ->
                        maintenance.rewrite(transaction, call, rewrite, after).onSuccess(end::set));
        return end.get();
    }

    /** Steps of a transaction. */
    @FunctionalInterface
    interface Steps {
        Future<?> run(Transaction transaction, Call<?> call);
    }

    void prepare(Caller caller, Steps steps) {
        var call = call(caller);
        var _ = Desk.await(context.work().prepare(call, transaction -> steps.run(transaction, call)));
    }

    public CellAnswer cells(Caller caller, CellQuery query) {
        return Desk.await(store.cells(call(caller), query));
    }

    /** What cells must know. */
    public List<CellTotals> exact(Caller caller, CellQuery query) {
        if (cells(caller, query) instanceof CellAnswer.Exact(List<CellTotals> totals)) {
            return totals;
        }
        throw new AssertionError("cells do not know it");
    }

    /** All events of some hours. */
    public long count(Caller caller, Instant from, Instant to) {
        return exact(caller, new CellQuery(Set.of(), List.of(from, to), null, Set.of(), false)).stream()
                .mapToLong(CellTotals::events)
                .sum();
    }

    public long rowCount(Caller caller) {
        return Long.parseLong(desk.ownerRows("SELECT count(*)::text FROM bi.event WHERE workspace_id = '"
                        + caller.workspaceId().value() + "'")
                .getFirst());
    }

    Call<?> call(Caller caller) {
        var now = desk.clock.instant();
        var facts = new CallFacts(
                new RequestId(desk.ids.next()),
                null,
                now,
                caller.tenant(),
                caller.workspace(),
                caller.actor(),
                Surface.REST,
                TrackOperations.TRACK.name(),
                TrackOperations.TRACK.action(),
                null,
                "127.0.0.1",
                "test");
        return new Call<>(
                TrackOperations.TRACK,
                caller,
                new NewEvents(List.of()),
                Conditions.NONE,
                facts,
                new Charge("bi.event", 1, 5, "2026-01", new Charge.Hold(1, 7)),
                now.plus(Duration.ofSeconds(10)));
    }

    @Override
    public void close() {
        desk.close();
    }
}
