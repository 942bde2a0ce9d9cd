package dev.tollgate.modules.bi.dataset;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.bi.dataset.DatasetPages.Written;
import dev.tollgate.modules.bi.query.answer.InsightTable;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.job.Jobs;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a run changes when it ends: itself, its dataset, and the schedule that started it. */
final class RefreshEnd {

    private static final Column<RefreshRun, RefreshRun.Status> STATUS =
            RefreshRuns.TABLE.column("status", RefreshRun.Status.class);
    private static final Column<RefreshRun, Long> ROWS = RefreshRuns.TABLE.column("rows", Long.class);
    private static final Column<RefreshRun, String> ERROR = RefreshRuns.TABLE.column("error", String.class);

    private static final String CHANGED = "The query was changed meanwhile.";

    private static final int ERROR_CHARS_MAX = 500;

    /** What a run has computed. */
    record Result(InsightTable table, Written written) {}

    private final RecordTable<Dataset> datasets;
    private final RecordTable<RefreshRun> runs;
    private final RecordTable<Schedule> schedules;
    private final Jobs jobs;

    RefreshEnd(ModuleContext context) {
        this.datasets = context.table(Datasets.TABLE);
        this.runs = context.table(RefreshRuns.TABLE);
        this.schedules = context.table(Schedules.TABLE);
        this.jobs = context.jobs();
    }

    Future<Outcome<Change<RefreshRun>>> succeeded(
            Transaction transaction, Call<?> call, Dataset was, RefreshRun run, Result result) {
        return datasets.locked(transaction, call, was.id())
                .compose(found -> found.then(dataset -> dataset.query().equals(was.query())
                        ? kept(transaction, call, dataset, run, result)
                        : ended(transaction, call, run, failure(CHANGED), null)));
    }

    private Future<Outcome<Change<RefreshRun>>> kept(
            Transaction transaction, Call<?> call, Dataset dataset, RefreshRun run, Result result) {
        DatasetPages.keep(transaction, dataset, run.id(), result.written());
        var rows = (long) result.table().rows().size();
        var refreshed = Datasets.TABLE
                .copy(dataset)
                .set(Datasets.STATUS, Dataset.Status.READY)
                .set(Datasets.COLUMNS, result.table().columns())
                .set(Datasets.ROWS, rows)
                .set(Datasets.BYTES, result.written().bytes())
                .set(Datasets.REFRESHED_AT, call.facts().time())
                .set(Datasets.CURRENT_RUN, run.id())
                .done();
        return datasets.changed(transaction, call, dataset, Outcome.done(refreshed))
                .compose(changed -> changed.then(change -> ended(
                        transaction, call, run, success(rows), change.records().getFirst())));
    }

    Future<Outcome<Change<RefreshRun>>> failed(
            Transaction transaction, Call<?> call, Dataset was, RefreshRun run, String error) {
        return datasets.patch(
                        transaction,
                        call,
                        was.id(),
                        dataset -> Outcome.done(Datasets.TABLE
                                .copy(dataset)
                                .set(Datasets.STATUS, Dataset.Status.FAILED)
                                .done()))
                .compose(changed -> changed.then(change -> ended(
                        transaction, call, run, failure(error), change.records().getFirst())));
    }

    private static UnaryOperator<RefreshRun> success(long rows) {
        return run -> RefreshRuns.TABLE
                .copy(run)
                .set(STATUS, RefreshRun.Status.SUCCEEDED)
                .set(ROWS, rows)
                .set(ERROR, null)
                .done();
    }

    private static UnaryOperator<RefreshRun> failure(String error) {
        return run -> RefreshRuns.TABLE
                .copy(run)
                .set(STATUS, RefreshRun.Status.FAILED)
                .set(ERROR, error.length() > ERROR_CHARS_MAX ? error.substring(0, ERROR_CHARS_MAX) : error)
                .done();
    }

    private Future<Outcome<Change<RefreshRun>>> ended(
            Transaction transaction,
            Call<?> call,
            RefreshRun run,
            UnaryOperator<RefreshRun> change,
            @Nullable RecordChange ofDataset) {
        return runs.patch(transaction, call, run.id(), before -> Outcome.done(change.apply(before)))
                .compose(ended -> ended.then(done -> counted(transaction, call, done.answer())
                        .map(ofSchedule -> Outcome.done(all(done, ofDataset, ofSchedule)))));
    }

    private static Change<RefreshRun> all(
            Change<RefreshRun> run, @Nullable RecordChange ofDataset, List<RecordChange> ofSchedule) {
        var records = new ArrayList<RecordChange>();
        if (ofDataset != null) {
            records.add(ofDataset);
        }
        records.add(RefreshRuns.named(run.records().getFirst(), "refresh_run"));
        records.addAll(ofSchedule);
        return new Change<>(run.answer(), records);
    }

    /** Failures in a row of its schedule, which ends by them. */
    private Future<List<RecordChange>> counted(Transaction transaction, Call<?> call, RefreshRun run) {
        var id = run.scheduleId();
        if (id == null) {
            return Future.succeededFuture(List.of());
        }
        boolean failed = run.status() == RefreshRun.Status.FAILED;
        return schedules
                .patch(transaction, call, id, before -> Outcome.done(Schedules.counted(before, failed)))
                .map(outcome -> switch (outcome) {
                    case Outcome.Done<Change<Schedule>>(Change<Schedule> change) -> {
                        if (!change.answer().active()) {
                            jobs.cancel(transaction, call, ScheduleJob.KIND, id);
                        }
                        yield List.of(RefreshRuns.named(change.records().getFirst(), "schedule"));
                    }
                    // It was deleted meanwhile.
                    case Outcome.Refused<Change<Schedule>>(Refusal _) -> List.<RecordChange>of();
                    case Outcome.Replayed<Change<Schedule>> replayed ->
                        throw new IllegalStateException("not a step of a call: " + replayed);
                });
    }
}
