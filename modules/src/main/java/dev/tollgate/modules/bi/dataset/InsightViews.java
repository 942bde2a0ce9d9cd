package dev.tollgate.modules.bi.dataset;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.bi.dataset.InsightViewOperations.InsightViewPatch;
import dev.tollgate.modules.bi.dataset.InsightViewOperations.NewInsightView;
import dev.tollgate.modules.bi.query.Insights;
import dev.tollgate.modules.bi.query.source.SourceRights;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates and changes views: their queries are checked, their datasets must be there for the caller. */
final class InsightViews {

    static final TableDeclaration<InsightView> TABLE = InsightViewOperations.VIEWS.table();

    private static final Column<InsightView, List<String>> MODULES = TABLE.column("modules", List.class);

    private final RecordTable<InsightView> views;
    private final RecordTable<Dataset> datasets;
    private final Insights insights;
    private final Work work;

    InsightViews(ModuleContext context, Insights insights) {
        this.views = context.table(TABLE);
        this.datasets = context.table(Datasets.TABLE);
        this.insights = insights;
        this.work = context.work();
    }

    void serve(OperationBus bus) {
        bus.serve(InsightViewOperations.CREATE, this::create);
        bus.serve(InsightViewOperations.UPDATE, this::update);
    }

    private Future<Outcome<InsightView>> create(Call<NewInsightView> call) {
        var input = call.input();
        return modules(call, input.query(), input.datasetId())
                .compose(found -> found.then(modules -> {
                    var fresh = views.fresh(input)
                            .with(view -> TABLE.copy(view).set(MODULES, modules).done());
                    return work.write(call, transaction -> views.insert(transaction, call, fresh));
                }));
    }

    private Future<Outcome<InsightView>> update(Call<InsightViewPatch> call) {
        var patch = call.input();
        return modules(call, set(patch.query()), set(patch.datasetId()))
                .compose(found -> found.then(modules -> views.update(call, patch.id(), before -> {
                    var after = views.patched(before, patch);
                    boolean other = set(patch.query()) != null || set(patch.datasetId()) != null;
                    return Outcome.done(
                            other ? TABLE.copy(after).set(MODULES, modules).done() : after);
                })));
    }

    private static <T> @Nullable T set(Patch<T> patch) {
        return patch instanceof Patch.Set<T>(T value) ? value : null;
    }

    /** The modules whose records a view names, if its query can be asked and its dataset is there. */
    private Future<Outcome<List<String>>> modules(
            Call<?> call, @Nullable JsonObject query, @Nullable DatasetId dataset) {
        if (query != null) {
            return insights.storable(call, query).map(checked -> checked.map(SourceRights::modules));
        }
        return dataset == null
                ? Future.succeededFuture(Outcome.done(List.of()))
                : datasets.get(call, dataset)
                        .map(found -> found instanceof Outcome.Done<Dataset>(Dataset of)
                                ? Outcome.done(of.modules())
                                : Outcome.refused(Schedules.NO_DATASET));
    }
}
