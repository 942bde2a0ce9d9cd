package dev.tollgate.modules.bi.dataset;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.bi.dataset.DatasetOperations.DatasetPatch;
import dev.tollgate.modules.bi.dataset.DatasetOperations.NewDataset;
import dev.tollgate.modules.bi.query.Insights;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.job.Jobs;
import dev.tollgate.records.report.ReportField;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.shape.NewRecord;
import dev.tollgate.records.table.PartsDeletion;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;

/** Creates, shows, changes and deletes datasets. */
final class Datasets {

    static final TableDeclaration<Dataset> TABLE = DatasetOperations.DATASETS.table();
    static final Column<Dataset, Dataset.Status> STATUS = TABLE.column("status", Dataset.Status.class);
    static final Column<Dataset, List<ReportField>> COLUMNS = TABLE.column("columns", List.class);
    static final Column<Dataset, Long> ROWS = TABLE.column("rows", Long.class);
    static final Column<Dataset, Long> BYTES = TABLE.column("bytes", Long.class);
    static final Column<Dataset, Instant> REFRESHED_AT = TABLE.column("refreshed_at", Instant.class);
    static final Column<Dataset, RefreshRunId> CURRENT_RUN = TABLE.column("current_run_id", RefreshRunId.class);

    private static final Column<Dataset, List<String>> MODULES = TABLE.column("modules", List.class);
    private static final Column<Dataset, String> RUNS_AS = TABLE.column("runs_as", String.class);
    private static final Column<Dataset, JsonObject> SAMPLE = TABLE.column("sample", JsonObject.class);

    private static final Refusal TOO_MANY = new Refusal.Conflict(
            "A workspace has at most " + DatasetOperations.DATASETS_MAX + " datasets. Delete one first.");

    private static final String COUNT = "SELECT count(*) FROM bi.dataset WHERE workspace_id = $1";
    private static final String DROP_ROWS = "DELETE FROM bi.result WHERE workspace_id = $1 AND dataset_id = $2";

    /** Whatever refers to a dataset can be read by those who can read its records. */
    private static final List<String> SET_MODULES = List.of(
            "UPDATE bi.insight_view SET modules = $3, version = version + 1 WHERE workspace_id = $1 AND dataset_id = $2",
            "UPDATE bi.schedule SET modules = $3, version = version + 1 WHERE workspace_id = $1 AND dataset_id = $2");

    private final RecordTable<Dataset> datasets;
    private final Insights insights;
    private final DatasetPages pages;
    private final Work work;
    private final Jobs jobs;

    Datasets(ModuleContext context, Insights insights, DatasetPages pages) {
        this.datasets = context.table(TABLE);
        this.insights = insights;
        this.pages = pages;
        this.work = context.work();
        this.jobs = context.jobs();
    }

    void serve(OperationBus bus) {
        bus.serve(DatasetOperations.CREATE, this::create);
        bus.serve(DatasetOperations.GET, this::get);
        bus.serve(DatasetOperations.UPDATE, this::update);
        bus.serve(DatasetOperations.DELETE, this::delete);
    }

    private Future<Outcome<Dataset>> create(Call<NewDataset> call) {
        var input = call.input();
        return insights.storable(call, input.query())
                .compose(checked -> checked.then(_ -> work.write(
                        call,
                        transaction -> hasRoom(transaction, call)
                                .compose(room -> room
                                        ? datasets.insert(transaction, call, newDataset(call))
                                                .map(outcome -> followed(transaction, outcome))
                                        : Future.succeededFuture(Outcome.refused(TOO_MANY))))));
    }

    private NewRecord<Dataset> newDataset(Call<NewDataset> call) {
        var fresh = datasets.fresh(call.input());
        return new NewRecord<>(
                stamp -> ownedBy(fresh.fresh().apply(stamp), call),
                before -> fresh.merged().apply(before).map(after -> withOwnerAndRows(before, after, call)));
    }

    private static Future<Boolean> hasRoom(Transaction transaction, Call<?> call) {
        var workspace = call.caller().workspaceId();
        var _ = transaction.lock(workspace.text() + " datasets");
        return transaction
                .query(COUNT, Tuple.of(workspace.value()))
                .map(rows -> rows.iterator().next().getLong(0) < DatasetOperations.DATASETS_MAX);
    }

    private static Dataset ownedBy(Dataset dataset, Call<?> call) {
        return TABLE.copy(dataset)
                .set(MODULES, Dataset.modulesOf(dataset.query()))
                .set(RUNS_AS, call.caller().actor().id())
                .done();
    }

    private Future<Outcome<Dataset>> get(Call<Ref<DatasetId>> call) {
        return datasets.get(call, call.input().id())
                .compose(found -> found.then(dataset -> pages.sample(call, dataset)
                        .map(sample -> sample.map(rows -> TABLE.copy(dataset)
                                .set(SAMPLE, rows.orElse(null))
                                .done()))));
    }

    private Future<Outcome<Dataset>> update(Call<DatasetPatch> call) {
        var patch = call.input();
        return patch.query() instanceof Patch.Set<JsonObject>(JsonObject query)
                ? insights.storable(call, query).compose(checked -> checked.then(_ -> changed(call)))
                : changed(call);
    }

    private Future<Outcome<Dataset>> changed(Call<DatasetPatch> call) {
        var patch = call.input();
        return work.write(
                call,
                transaction -> datasets.patch(
                                transaction,
                                call,
                                patch.id(),
                                before -> Outcome.done(withOwnerAndRows(before, datasets.patched(before, patch), call)))
                        .map(outcome -> followed(transaction, outcome)));
    }

    /** Rows of another query are none of this one. */
    private static Dataset withOwnerAndRows(Dataset before, Dataset after, Call<?> call) {
        var owned = ownedBy(after, call);
        return before.query().equals(after.query())
                ? owned
                : TABLE.copy(owned)
                        .set(STATUS, Dataset.Status.EMPTY)
                        .set(COLUMNS, List.of())
                        .set(ROWS, null)
                        .set(BYTES, null)
                        .set(REFRESHED_AT, null)
                        .set(CURRENT_RUN, null)
                        .done();
    }

    private static Outcome<Change<Dataset>> followed(Transaction transaction, Outcome<Change<Dataset>> outcome) {
        if (outcome instanceof Outcome.Done<Change<Dataset>>(Change<Dataset> change)
                && change.records().getFirst().before() instanceof Dataset before
                && !before.query().equals(change.answer().query())) {
            var after = change.answer();
            var key = Tuple.of(after.workspaceId().value(), after.id().value());
            var _ = transaction.query(DROP_ROWS, key);
            var modules = after.modules().toArray(String[]::new);
            SET_MODULES.forEach(sql -> {
                var _ = transaction.query(
                        sql,
                        Tuple.of(after.workspaceId().value(), after.id().value())
                                .addArrayOfString(modules));
            });
        }
        return outcome;
    }

    private Future<Outcome<Dataset>> delete(Call<Ref<DatasetId>> call) {
        return datasets.remove(call, call.input().id(), List.<PartsDeletion>of((transaction, by, dataset) -> {
            jobs.cancel(transaction, by, RefreshJob.KIND, dataset);
            return Future.succeededFuture(List.of());
        }));
    }
}
