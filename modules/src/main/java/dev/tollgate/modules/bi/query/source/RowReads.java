package dev.tollgate.modules.bi.query.source;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Function;

/**
 * Reads rows for one answer, in one snapshot that cannot write, after an estimate of how many there are.
 *
 * @param most the longest it may take
 * @param rowsMax more expected rows are refused
 */
public record RowReads(Work work, Duration most, long rowsMax) {

    /** Of a query that waits for its answer. */
    static final Duration QUERY_MAX = Duration.ofSeconds(28);

    /** Of a run of a dataset. */
    static final Duration RUN_MAX = Duration.ofSeconds(60);

    /** How much of its time a read that ran out of it tells the call as work: a price covers only what is answered. */
    static final Duration TOLD_MAX = Duration.ofSeconds(10);

    public static RowReads ofQueries(Work work, long rowsMax) {
        return new RowReads(work, QUERY_MAX, rowsMax);
    }

    public static RowReads ofRuns(Work work) {
        return new RowReads(work, RUN_MAX, Long.MAX_VALUE);
    }

    /** Whether an estimate is needed. */
    boolean isBounded() {
        return rowsMax < Long.MAX_VALUE;
    }

    public <T> Future<Outcome<T>> read(
            Call<?> call, Function<Transaction, Future<Long>> estimate, Function<Transaction, Future<T>> body) {
        long began = System.nanoTime();
        return work.snapshot(
                        call,
                        most,
                        transaction -> (isBounded() ? estimate.apply(transaction) : Future.succeededFuture(0L))
                                .compose(rows -> rows > rowsMax
                                        ? Future.succeededFuture(Outcome.<T>refused(tooMany(rows)))
                                        : body.apply(transaction).map(Outcome::done)))
                .onFailure(failure -> {
                    if (failure instanceof Failure.TimeUp) {
                        call.listener().worked(Math.min(System.nanoTime() - began, TOLD_MAX.toNanos()));
                    }
                });
    }

    private Refusal tooMany(long rows) {
        return Refusal.ValidationFailed.of(
                "query",
                "would read about " + rows + " rows, more than " + rowsMax
                        + ": make a dataset of it (create_dataset, refresh_dataset), or choose a shorter time");
    }
}
