package dev.tollgate.runtime.postgres;

import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * Runs transactions, each on a connection of its own, which the server ends at its deadline. Confined to the loop of
 * its connections.
 */
final class Transactions {

    /** Time beyond a deadline for an unreachable server to answer, before the connection is cut. */
    static final Duration GRACE = Duration.ofSeconds(1);

    private static final String SET_WALLS_AND_LIMIT = """
            SELECT set_config('tollgate.walls', $1, true),
                   set_config('transaction_timeout', $2, true)
            """;

    /** The same for statements that may read for as long as the transaction lasts. */
    private static final String SET_WALLS_AND_LIMITS = """
            SELECT set_config('tollgate.walls', $1, true),
                   set_config('transaction_timeout', $2, true),
                   set_config('statement_timeout', $2, true),
                   set_config('idle_in_transaction_session_timeout', $2, true)
            """;

    private final ConnectionPool connections;
    private final CombinedInserts combined;
    private final LongReadSemaphore longReads;
    private final InstantSource clock;

    Transactions(
            ConnectionPool connections, LongReadSemaphore longReads, CombinedInserts combined, InstantSource clock) {
        this.connections = connections;
        this.longReads = longReads;
        this.combined = combined;
        this.clock = clock;
    }

    /** As {@link Database#transaction}. */
    <T> Future<T> run(RowSecurityContext context, Instant deadline, Function<Transaction, Future<T>> body) {
        return run(context, deadline, "BEGIN", left -> walls(SET_WALLS_AND_LIMIT, context, left), body);
    }

    /** As {@link Database#snapshot}. */
    <T> Future<T> snapshot(
            RowSecurityContext context, Instant deadline, Duration most, Function<Transaction, Future<T>> body) {
        var waitMax = Duration.between(clock.instant(), end(deadline, most)).dividedBy(2);
        return longReads.run(
                context,
                waitMax,
                () -> run(
                        context,
                        end(deadline, most),
                        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                        left -> walls(SET_WALLS_AND_LIMITS, context, left),
                        body));
    }

    private Instant end(Instant deadline, Duration most) {
        var latest = clock.instant().plus(most);
        return latest.isBefore(deadline) ? latest : deadline;
    }

    private <T> Future<T> run(
            RowSecurityContext callers,
            Instant deadline,
            String begin,
            Function<Duration, SqlStatement> settings,
            Function<Transaction, Future<T>> body) {
        return connections
                .borrow(callers)
                .compose(connection -> {
                    var left = Duration.between(clock.instant(), deadline);
                    if (left.toMillis() <= 0) {
                        connections.giveBack(connection);
                        return Future.failedFuture(timeUp());
                    }
                    connection.dueNanos = System.nanoTime() + left.plus(GRACE).toNanos();
                    var transaction = new Transaction(connection, combined);
                    transaction.begin(begin, settings.apply(left));
                    return attempt(transaction, body)
                            .transform(result -> result.succeeded()
                                    ? transaction.end().map(result.result())
                                    : transaction
                                            .rollback()
                                            .transform(_ -> Future.failedFuture(cause(transaction, result.cause()))))
                            .onComplete(_ -> release(connection, transaction));
                })
                .recover(cause -> Future.failedFuture(late(cause, deadline)));
    }

    private static <T> Future<T> attempt(Transaction transaction, Function<Transaction, Future<T>> body) {
        try {
            return body.apply(transaction);
        } catch (RuntimeException broken) {
            return Future.failedFuture(broken);
        }
    }

    /** The cause of a rollback: the statement that failed first explains more than those refused after it. */
    private static Throwable cause(Transaction transaction, Throwable ofBody) {
        var failed = transaction.failure();
        return failed != null && SqlState.aborted(ofBody) ? SqlState.before(failed) : SqlState.before(ofBody);
    }

    /** The server ends an overdue transaction by closing the connection: what was lost then is a matter of time. */
    private Throwable late(Throwable cause, Instant deadline) {
        return cause instanceof Failure.Unavailable lost
                        && !lost.effectUnknown()
                        && !clock.instant().isBefore(deadline)
                ? new Failure.TimeUp("the transaction ran out of time", cause, false)
                : cause;
    }

    private void release(PooledConnection connection, Transaction transaction) {
        connection.dueNanos = 0;
        if (transaction.clean()) {
            connections.giveBack(connection, transaction.failure());
        } else {
            connections.discard(connection);
        }
    }

    private static SqlStatement walls(String sql, RowSecurityContext context, Duration left) {
        return new SqlStatement(sql, Tuple.of(context.walls(), String.valueOf(left.toMillis())));
    }

    static Failure timeUp() {
        return new Failure.TimeUp(
                "the deadline passed before a connection became free",
                VertxException.noStackTrace("deadline passed"),
                false);
    }
}
