package dev.tollgate.modules.bi.dataset;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.bi.dataset.DatasetOperations.StartedRefresh;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.job.Jobs;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.shape.Stamp;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts runs. A dataset has at most one that is not done: it is found under the lock of the dataset. */
final class RefreshRuns {

    static final TableDeclaration<RefreshRun> TABLE = RefreshRunOperations.RUNS.table();

    private static final String OPEN = """
            SELECT id FROM bi.refresh_run
             WHERE workspace_id = $1 AND dataset_id = $2 AND status IN ('queued', 'running')
            """;

    /** @param scheduledFor null for a run that a caller started */
    record RunRequest(
            RefreshRun.Trigger trigger,
            @Nullable ScheduleId schedule,
            @Nullable Instant scheduledFor) {

        static final RunRequest MANUAL = new RunRequest(RefreshRun.Trigger.MANUAL, null, null);

        static RunRequest of(Schedule schedule, Instant scheduledFor) {
            return new RunRequest(RefreshRun.Trigger.SCHEDULE, schedule.id(), scheduledFor);
        }
    }

    private final RecordTable<Dataset> datasets;
    private final RecordTable<RefreshRun> runs;
    private final Work work;
    private final Jobs jobs;
    private final InstantSource clock;

    RefreshRuns(ModuleContext context) {
        this.datasets = context.table(Datasets.TABLE);
        this.runs = context.table(TABLE);
        this.work = context.work();
        this.jobs = context.jobs();
        this.clock = context.clock();
    }

    Future<Outcome<StartedRefresh>> refresh(Call<Ref<DatasetId>> call) {
        return work.write(
                call,
                transaction -> datasets.locked(transaction, call, call.input().id())
                        .compose(found -> found.then(dataset -> refreshed(transaction, call, dataset))));
    }

    private Future<Outcome<Change<StartedRefresh>>> refreshed(Transaction transaction, Call<?> call, Dataset dataset) {
        return open(transaction, call, dataset.id())
                .compose(open -> open.isPresent()
                        ? Future.succeededFuture(Outcome.done(Change.of(
                                new StartedRefresh(open.get().id(), open.get().status(), false),
                                RecordChange.unchanged(open.get()))))
                        : started(transaction, call, dataset, RunRequest.MANUAL)
                                .map(outcome -> outcome.map(changes -> new Change<>(
                                        new StartedRefresh(
                                                run(changes).id(), run(changes).status(), true),
                                        changes))));
    }

    static RefreshRun run(List<RecordChange> changes) {
        return (RefreshRun) changes.getFirst().latest();
    }

    /** The run of a dataset that is not done. */
    Future<Optional<RefreshRun>> open(Transaction transaction, Call<?> call, DatasetId dataset) {
        return transaction
                .query(OPEN, Tuple.of(call.caller().workspaceId().value(), dataset.value()))
                .compose(rows -> {
                    var ids = new ArrayList<RefreshRunId>();
                    rows.forEach(row -> ids.add(new RefreshRunId(row.getUUID(0))));
                    return ids.isEmpty()
                            ? Future.succeededFuture(Optional.empty())
                            : runs.some(transaction, call, ids)
                                    .map(found -> found.stream().findFirst());
                });
    }

    /** A new run of a locked dataset: that change first, then the dataset's. */
    Future<Outcome<List<RecordChange>>> started(
            Transaction transaction, Call<?> call, Dataset dataset, RunRequest request) {
        return made(transaction, call, dataset, request, RefreshRun.Status.QUEUED, null)
                .compose(made -> made.then(run -> refreshing(transaction, call, dataset, run)));
    }

    private Future<Outcome<List<RecordChange>>> refreshing(
            Transaction transaction, Call<?> call, Dataset dataset, Change<RefreshRun> run) {
        jobs.schedule(transaction, call, RefreshJob.KIND, dataset.id(), clock.instant());
        var refreshing = Datasets.TABLE
                .copy(dataset)
                .set(Datasets.STATUS, Dataset.Status.REFRESHING)
                .done();
        return datasets.changed(transaction, call, dataset, Outcome.done(refreshing))
                .map(changed -> changed.map(of -> List.of(
                        named(run.records().getFirst(), "refresh_run"),
                        named(of.records().getFirst(), "dataset"))));
    }

    /** A new run with this status. */
    Future<Outcome<Change<RefreshRun>>> made(
            Transaction transaction,
            Call<?> call,
            Dataset dataset,
            RunRequest request,
            RefreshRun.Status status,
            @Nullable String error) {
        return runs.insert(
                transaction,
                call,
                stamp -> new RefreshRun(
                        new RefreshRunId(stamp.id()),
                        stamp.workspace(),
                        dataset.id(),
                        request.trigger(),
                        request.schedule(),
                        status,
                        request.scheduledFor(),
                        0,
                        null,
                        error,
                        dataset.modules(),
                        null,
                        null,
                        stamp.time(),
                        stamp.time(),
                        Stamp.VERSION,
                        stamp.source(),
                        stamp.actor()));
    }

    /** The same change as one of this kind of records, with the event that its table says. */
    static RecordChange named(RecordChange change, String resource) {
        return new RecordChange(resource, change.event(), change.before(), change.after());
    }
}
