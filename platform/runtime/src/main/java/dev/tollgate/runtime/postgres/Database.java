package dev.tollgate.runtime.postgres;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.runtime.telemetry.LoopGauges;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.internal.ContextInternal;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * PostgreSQL in one role, for one event loop: the loop on which it was opened. Calls from elsewhere are carried over to
 * it, and futures complete on it. Connections are made when first needed and again after a loss.
 *
 * <p>Failures are {@link Failure} where the reason has a name there; every other error of the server comes as it is,
 * and {@link SqlState#sqlState} looks through both.
 */
public final class Database {
    /** A statement that waits longer than this for a row's lock gives up. */
    public static final Duration LOCK_TIMEOUT = Duration.ofMillis(100);

    /** The longest a read may take. */
    public static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

    /** Time beyond a deadline for an unreachable server to answer, before the connection is cut. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final String CONNECTIONS = "tollgate.postgres.connections";
    private static final String CONNECTIONS_ARE = "Connections to PostgreSQL";
    private static final int PIPELINED_MAX = 256;
    private static final int PREPARED_MAX = 1_024;

    private static final String SET_SESSION = """
            SELECT set_config('tollgate.tenant', $1, true),
                   set_config('tollgate.workspace', $2, true),
                   set_config('tollgate.installation', $3, true)
            """;

    private static final String SET_SESSION_AND_LIMIT = """
            SELECT set_config('tollgate.tenant', $1, true),
                   set_config('tollgate.workspace', $2, true),
                   set_config('tollgate.installation', $3, true),
                   set_config('transaction_timeout', $4, true)
            """;

    private final ContextInternal context;
    private final InstantSource clock;
    private final ConnectionPool connections;

    private Database(ContextInternal context, InstantSource clock, ConnectionPool connections) {
        this.context = context;
        this.clock = clock;
        this.connections = connections;
    }

    /**
     * Opens it on the caller's event loop, or on a new one where the caller has none. Does not connect yet.
     *
     * @param poolSize connections at most, which is transactions at a time
     */
    public static Database open(
            Vertx vertx, PostgresSettings settings, DatabaseRole role, int poolSize, InstantSource clock) {
        var context = ((ContextInternal) vertx.getOrCreateContext()).unwrap();
        return new Database(context, clock, new ConnectionPool(context, options(settings, role), poolSize));
    }

    static PgConnectOptions options(PostgresSettings settings, DatabaseRole role) {
        var options = new PgConnectOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setDatabase(settings.database())
                .setUser(settings.user())
                .setPassword(settings.password())
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(PREPARED_MAX)
                .setPreparedStatementCacheSqlLimit(Integer.MAX_VALUE)
                .setPipeliningLimit(PIPELINED_MAX);
        Map.of(
                        "role", role.name(),
                        "application_name", role.name(),
                        "lock_timeout", String.valueOf(LOCK_TIMEOUT.toMillis()),
                        "statement_timeout", String.valueOf(READ_TIMEOUT.toMillis()),
                        "idle_in_transaction_session_timeout", String.valueOf(READ_TIMEOUT.toMillis()),
                        "jit", "off",
                        "TimeZone", "UTC")
                .forEach(options::addProperty);
        return options;
    }

    /** One statement in a read-only transaction, as one round trip. */
    public Future<RowSet<Row>> read(RowSecurityContext context, String sql, Tuple args) {
        return readAll(context, List.of(new SqlStatement(sql, args))).map(List::getFirst);
    }

    /**
     * Several statements in one read-only transaction and one round trip; each sees what is committed when it starts.
     */
    public Future<List<RowSet<Row>>> readAll(RowSecurityContext context, List<SqlStatement> statements) {
        return onLoop(() -> connections.borrow().compose(connection -> {
            connection.dueNanos = System.nanoTime() + READ_TIMEOUT.plus(GRACE).toNanos();
            return answers(connection, context, statements);
        }));
    }

    /**
     * Runs the body in one transaction and commits, unless the body fails or asks for a rollback.
     *
     * @param deadline when the server aborts the transaction
     * @return what the body gave, once the commit is known to be durable. Fails with {@link Failure#effectUnknown()}
     *     only when the commit was sent and its answer was lost; every other failure is proof that nothing was changed.
     */
    public <T> Future<T> transaction(
            RowSecurityContext context, Instant deadline, Function<Transaction, Future<T>> body) {
        return onLoop(() -> connections.borrow().compose(connection -> {
                    var left = Duration.between(clock.instant(), deadline);
                    if (left.toMillis() <= 0) {
                        connections.giveBack(connection);
                        return Future.failedFuture(timeUp());
                    }
                    connection.dueNanos = System.nanoTime() + left.plus(GRACE).toNanos();
                    var transaction = new Transaction(connection);
                    transaction.begin("BEGIN", settings(context, left));
                    return attempt(transaction, body)
                            .transform(result -> result.succeeded()
                                    ? transaction.end().map(result.result())
                                    : transaction
                                            .rollback()
                                            .transform(_ -> Future.failedFuture(cause(transaction, result.cause()))))
                            .onComplete(_ -> release(connection, !transaction.clean()));
                }))
                .recover(cause -> Future.failedFuture(late(cause, deadline)));
    }

    /** Whether PostgreSQL answers at all. */
    public Future<Void> ping() {
        return read(RowSecurityContext.NONE, "SELECT 1", Tuple.tuple()).mapEmpty();
    }

    /** Transactions that are running now. */
    public int running() {
        return connections.lentCount();
    }

    /** Shows its connections, and who waits for one, by role. */
    public void show(LoopGauges figures, DatabaseRole role) {
        var byRole = Tags.of("role", role.name());
        context.runOnContext(_ -> {
            var _ = figures.level(
                    context.owner(),
                    new LoopGauges.Figure(CONNECTIONS, CONNECTIONS_ARE, byRole.and("state", "used")),
                    connections::lentCount);
            var _ = figures.level(
                    context.owner(),
                    new LoopGauges.Figure(CONNECTIONS, CONNECTIONS_ARE, byRole.and("state", "idle")),
                    connections::idleCount);
            var _ = figures.level(
                    context.owner(),
                    new LoopGauges.Figure("tollgate.postgres.waiting", "Transactions waiting for a connection", byRole),
                    connections::waitingCount);
        });
    }

    public Future<Void> close() {
        return onLoop(connections::close);
    }

    private Future<List<RowSet<Row>>> answers(
            PooledConnection connection, RowSecurityContext context, List<SqlStatement> statements) {
        var settings = Tuple.tuple();
        context.addTo(settings);
        var before = Future.all(connection.command("BEGIN READ ONLY"), connection.query(SET_SESSION, settings));
        var answers = new ArrayList<Future<RowSet<Row>>>(statements.size());
        statements.forEach(statement -> answers.add(connection.query(statement.sql(), statement.args())));
        var end = connection.command("COMMIT").onComplete(committed -> release(connection, committed.failed()));
        return Future.all(before, Future.all(answers))
                .compose(_ -> end)
                .map(_ -> answers.stream().map(Future::result).toList())
                .recover(cause -> Future.failedFuture(SqlState.before(cause)));
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

    private void release(PooledConnection connection, boolean unclean) {
        connection.dueNanos = 0;
        if (unclean) {
            connections.discard(connection);
        } else {
            connections.giveBack(connection);
        }
    }

    private static SqlStatement settings(RowSecurityContext context, Duration left) {
        var settings = Tuple.tuple();
        context.addTo(settings);
        return new SqlStatement(SET_SESSION_AND_LIMIT, settings.addString(String.valueOf(left.toMillis())));
    }

    private static Failure timeUp() {
        return new Failure.TimeUp(
                "the deadline passed before a connection became free",
                VertxException.noStackTrace("deadline passed"),
                false);
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> step) {
        if (context.inThread()) {
            return step.get();
        }
        var promise = Promise.<T>promise();
        context.runOnContext(_ -> step.get().onComplete(promise));
        return promise.future();
    }
}
