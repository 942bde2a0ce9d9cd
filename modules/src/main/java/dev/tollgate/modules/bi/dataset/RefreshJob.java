package dev.tollgate.modules.bi.dataset;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.bi.dataset.DatasetPages.Written;
import dev.tollgate.modules.bi.query.Insights;
import dev.tollgate.modules.bi.query.answer.InsightTable;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.job.JobRun;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.runtime.repeat.OffLoop;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Computes the rows of a dataset, with the rights of who changed it last. Rows, run and dataset change in the
 * transaction that ends the job, so one of two processes that compute the same changes nothing.
 */
final class RefreshJob {

    /** The longest a run takes, with the time to store its rows. */
    static final Duration RUN_MAX = Duration.ofSeconds(100);

    static final JobKind KIND = JobKind.of("bi.refresh", "dataset.refresh").lasting(RUN_MAX);

    static final int ATTEMPTS_MAX = 3;
    static final int ROWS_MAX = 100_000;
    static final long BYTES_MAX = 32L << 20;

    private static final String BEGIN = """
            UPDATE bi.refresh_run
               SET status = 'running', attempt = attempt + 1, version = version + 1, updated_at = $3
             WHERE workspace_id = $1 AND dataset_id = $2 AND status IN ('queued', 'running')
            RETURNING id
            """;

    /** The rows, or why there are none. */
    private sealed interface Computed {
        record Rows(InsightTable table, Written written) implements Computed {}

        record Failed(String error) implements Computed {}
    }

    private final RecordTable<Dataset> datasets;
    private final RecordTable<RefreshRun> runs;
    private final Insights insights;
    private final RunRights rights;
    private final RefreshEnd end;
    private final Work work;

    RefreshJob(ModuleContext context, Insights insights) {
        this.datasets = context.table(Datasets.TABLE);
        this.runs = context.table(RefreshRuns.TABLE);
        this.insights = insights;
        this.rights = new RunRights(context.scopes());
        this.end = new RefreshEnd(context);
        this.work = context.work();
    }

    Future<?> run(JobRun job) {
        var call = job.call();
        var id = new DatasetId(job.subject());
        return datasets.get(call, id)
                .compose(found -> found instanceof Outcome.Done<Dataset>(Dataset dataset)
                        ? begun(call, id)
                                .compose(run ->
                                        run.isEmpty() ? Future.succeededFuture() : tried(job, dataset, run.get()))
                        : Future.succeededFuture());
    }

    /** The run, with one more try. It is no change of a record that anybody waits for. */
    private Future<Optional<RefreshRun>> begun(Call<?> call, DatasetId dataset) {
        var args = Tuple.of(call.caller().workspaceId().value(), dataset.value())
                .addOffsetDateTime(call.facts().time().atOffset(ZoneOffset.UTC));
        var begun = new AtomicReference<Optional<RefreshRun>>(Optional.empty());
        return work.prepare(
                        call,
                        transaction -> transaction.query(BEGIN, args).compose(rows -> {
                            var ids = new HashSet<RefreshRunId>();
                            rows.forEach(row -> ids.add(new RefreshRunId(row.getUUID(0))));
                            return runs.some(transaction, call, List.copyOf(ids))
                                    .onSuccess(found -> begun.set(found.stream().findFirst()));
                        }))
                .map(_ -> begun.get());
    }

    /** A run whose process ended each time before it was done is not computed again. */
    private Future<?> tried(JobRun job, Dataset dataset, RefreshRun run) {
        return run.attempt() > ATTEMPTS_MAX
                ? job.write(transaction -> end.failed(
                        transaction, job.call(), dataset, run, "It did not end in " + ATTEMPTS_MAX + " tries."))
                : refreshed(job, dataset, run);
    }

    private Future<?> refreshed(JobRun job, Dataset dataset, RefreshRun run) {
        return computed(job.call(), dataset)
                .recover(failure -> isTransient(failure) && run.attempt() < ATTEMPTS_MAX
                        ? Future.failedFuture(failure)
                        : Future.succeededFuture(new Computed.Failed(errorText(failure))))
                .compose(computed -> job.write(transaction -> ended(transaction, job.call(), dataset, run, computed)));
    }

    private static boolean isTransient(Throwable failure) {
        return failure instanceof Failure.Unavailable;
    }

    private static String errorText(Throwable failure) {
        return failure instanceof Failure.TimeUp
                ? "It took longer than a run may. Choose a shorter time or fewer groups."
                : failure instanceof Failure.Unavailable
                        ? "A required service was unavailable " + ATTEMPTS_MAX + " times."
                        : "Internal error.";
    }

    private Future<Computed> computed(Call<?> call, Dataset dataset) {
        return rights.missing(call, dataset)
                .compose(missing -> missing.isPresent()
                        ? Future.succeededFuture(new Computed.Failed(missing.get()))
                        : insights.table(call, dataset.query(), new InsightTable.Limit(ROWS_MAX, BYTES_MAX))
                                .compose(RefreshJob::written));
    }

    private static Future<Computed> written(Outcome<InsightTable> outcome) {
        return switch (outcome) {
            case Outcome.Refused<InsightTable>(Refusal refusal) ->
                Future.succeededFuture(new Computed.Failed(errorText(refusal)));
            case Outcome.Done<InsightTable>(InsightTable table)
            when table.rows().size() > ROWS_MAX ->
                Future.succeededFuture(new Computed.Failed("It has more than " + ROWS_MAX + " rows."));
            case Outcome.Done<InsightTable>(InsightTable table) -> offLoop(table);
            case Outcome.Replayed<InsightTable> replayed ->
                throw new IllegalStateException("not a step of a call: " + replayed);
        };
    }

    private static String errorText(Refusal refusal) {
        return refusal instanceof Refusal.ValidationFailed(var faults)
                ? faults.stream()
                        .map(fault -> fault.field() + " " + fault.message())
                        .collect(Collectors.joining("; ", "", "."))
                : refusal.detail();
    }

    private static Future<Computed> offLoop(InsightTable table) {
        return OffLoop.run(() -> Written.of(table, BYTES_MAX))
                .map(written -> written.bytes() > BYTES_MAX
                        ? new Computed.Failed("Its rows are more than " + (BYTES_MAX >> 20) + " MiB.")
                        : new Computed.Rows(table, written));
    }

    private Future<Outcome<Change<RefreshRun>>> ended(
            Transaction transaction, Call<?> call, Dataset was, RefreshRun run, Computed computed) {
        return switch (computed) {
            case Computed.Rows(InsightTable table, Written written) ->
                end.succeeded(transaction, call, was, run, new RefreshEnd.Result(table, written));
            case Computed.Failed(String error) -> end.failed(transaction, call, was, run, error);
        };
    }
}
