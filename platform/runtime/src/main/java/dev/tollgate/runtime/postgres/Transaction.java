package dev.tollgate.runtime.postgres;

import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One open transaction. Statements are written when they are submitted, without waiting for earlier ones: submit all
 * that do not depend on each other's answers in one tick. Used on its event loop, until the body's future completes.
 *
 * <p>Every statement counts: if one has failed, the transaction cannot commit, even if the body looked away.
 */
public final class Transaction {
    private static final String WAIT_FOR_LOCKS = """
            SELECT set_config('lock_timeout', current_setting('transaction_timeout'), true),
                   set_config('statement_timeout', current_setting('transaction_timeout'), true)
            """;

    private static final String WAIT_FOR_LOCKS_AT_MOST = "SELECT set_config('lock_timeout', $1, true)";

    private static final String LOCK_NAME = "SELECT pg_advisory_xact_lock(runtime.lock_key($1))";

    private static final String SHARE_NAME = "SELECT pg_advisory_xact_lock_shared(runtime.lock_key($1))";

    /** The query of a statement that only inserts. */
    private static final String NO_QUERY = "SELECT 1";

    private final PooledConnection connection;
    private final CombinedInserts combined;
    private final List<Future<?>> submitted = new ArrayList<>();
    private final List<RowInsert> rows = new ArrayList<>();
    private final List<SqlStatement> last = new ArrayList<>();
    private boolean rollbackOnly;
    private boolean unproven;
    private boolean ended;
    private boolean clean;

    Transaction(PooledConnection connection, CombinedInserts combined) {
        this.connection = connection;
        this.combined = combined;
    }

    /** The rows; fails with the server's error, whose SQLSTATE {@link SqlState#sqlState} tells. */
    public Future<RowSet<Row>> query(String sql, Tuple args) {
        return ended ? tooLate() : tracked(sql, connection.query(sql, args));
    }

    /**
     * Locks rows, then reads them, in one round trip. One statement would not do where it reads other tables as well:
     * after a wait for a lock it still sees those as they were before.
     *
     * @param lock selects the rows for update or share
     * @param read the same rows, with the same arguments
     * @return what was read; empty where nothing was locked
     */
    public Future<RowSet<Row>> lockThenRead(String lock, String read, Tuple args) {
        var locked = query(lock, args);
        var rows = query(read, args);
        return locked.compose(found -> found.size() == 0 ? locked : rows);
    }

    /** The same statement once per tuple, in order, in one message. */
    public Future<RowSet<Row>> batch(String sql, List<Tuple> args) {
        return ended ? tooLate() : tracked(sql, connection.batch(sql, args));
    }

    /** From its next statement on waits for locks until its deadline, not for {@link Database#LOCK_TIMEOUT}. */
    public void waitForLocks() {
        var _ = query(WAIT_FOR_LOCKS, Tuple.tuple());
    }

    /** The same for so long at most. */
    public void waitForLocks(Duration most) {
        var _ = query(WAIT_FOR_LOCKS_AT_MOST, Tuple.of(String.valueOf(most.toMillis())));
    }

    /**
     * Locks a name for this transaction, once no other has it, in the order in which transactions ask: for what must
     * not be made twice and has no row yet, and for rows that are shared. Statements that are submitted behind it see
     * what its last holder committed. Transactions that lock several names do so in one order.
     */
    public Future<RowSet<Row>> lock(String name) {
        return query(LOCK_NAME, Tuple.of(name));
    }

    /** The same beside others that share it, but behind those that already wait to have it alone. */
    public Future<RowSet<Row>> lockShared(String name) {
        return query(SHARE_NAME, Tuple.of(name));
    }

    /** Adds a statement that is written together with COMMIT, in the same tick, after the body has completed. */
    public void atCommit(String sql, Tuple args) {
        last.add(new SqlStatement(sql, args));
    }

    /**
     * The same for a row to insert: a few of them are sent as one statement, before all else that is written together
     * with COMMIT.
     */
    public void insertAtCommit(RowInsert row) {
        rows.add(row);
    }

    /** The body's answer is returned, but its changes are not: ROLLBACK replaces COMMIT. */
    public void rollbackOnly() {
        rollbackOnly = true;
    }

    void begin(String begin, SqlStatement settings) {
        submitted.add(connection.command(begin));
        var _ = query(settings.sql(), settings.args());
    }

    /** Completes when the end is known: succeeded means committed, or rolled back if requested. */
    Future<Void> end() {
        if (rollbackOnly) {
            return rollback().transform(_ -> outcome());
        }
        for (var statement : inserts()) {
            var _ = query(statement.sql(), statement.args());
        }
        for (var statement : last) {
            var _ = query(statement.sql(), statement.args());
        }
        ended = true;
        return unproven ? Future.join(submitted).transform(_ -> commit()) : commit();
    }

    private List<SqlStatement> inserts() {
        if (rows.size() < 2 || rows.size() > CombinedInserts.PARTS_MAX) {
            return rows.stream().map(RowInsert::statement).toList();
        }
        var args = CombinedInserts.args(Tuple.tuple(), List.of(rows));
        return List.of(new SqlStatement(combined.text(NO_QUERY, 0, rows, 1), args));
    }

    Future<Void> rollback() {
        ended = true;
        return connection.command("ROLLBACK").onSuccess(_ -> clean = true);
    }

    /** Whether the connection is known to be outside of any transaction. */
    boolean clean() {
        return clean;
    }

    /** The first statement that failed: later ones only say that the transaction is aborted. */
    @Nullable Throwable failure() {
        for (var statement : submitted) {
            if (statement.failed()) {
                return statement.cause();
            }
        }
        return null;
    }

    private Future<Void> commit() {
        var failure = failure();
        if (failure != null) {
            return rollback().transform(_ -> Future.failedFuture(SqlState.before(failure)));
        }
        return connection.command("COMMIT").onSuccess(_ -> clean = true).transform(this::committed);
    }

    private Future<Void> outcome() {
        var failure = failure();
        return failure == null ? Future.succeededFuture() : Future.failedFuture(SqlState.before(failure));
    }

    /**
     * The server answers COMMIT of an aborted transaction with ROLLBACK, which the client takes for a success: a
     * statement that the server refused is the proof. Its own error as answer is proof too; a lost connection proves
     * nothing.
     */
    private Future<Void> committed(AsyncResult<Void> answer) {
        var failure = failure();
        if (failure != null && SqlState.answered(failure)) {
            return Future.failedFuture(SqlState.before(failure));
        }
        if (answer.succeeded() && failure == null) {
            return Future.succeededFuture();
        }
        if (answer.failed() && SqlState.answered(answer.cause())) {
            return Future.failedFuture(SqlState.before(answer.cause()));
        }
        var cause = failure == null ? answer.cause() : failure;
        return Future.failedFuture(Failure.Unavailable.unknown("the answer to COMMIT was lost", cause));
    }

    /** A statement sent after COMMIT or ROLLBACK would run on its own, or in the next transaction. */
    private static Future<RowSet<Row>> tooLate() {
        return Future.failedFuture(new IllegalStateException("the transaction has ended"));
    }

    private Future<RowSet<Row>> tracked(String sql, Future<RowSet<Row>> answer) {
        unproven |= !connection.prepared(sql);
        submitted.add(answer);
        return answer;
    }
}
