package dev.tollgate.runtime.postgres;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.runtime.telemetry.LoopGauges;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
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
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
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

    private final ContextInternal context;
    private final ConnectionPool connections;
    private final Reads reads;
    private final KeyReads keyReads;
    private final Insertions insertions;
    private final Transactions transactions;
    private final int connectionsMax;
    private final List<LoopGauges.Shown> shown = new ArrayList<>();
    private boolean closed;

    private Database(ContextInternal context, PgConnectOptions options, int poolSize, InstantSource clock) {
        this.context = context;
        this.connectionsMax = poolSize;
        this.connections = new ConnectionPool(context, options, poolSize);
        this.reads = new Reads(context, options, connections);
        this.keyReads = new KeyReads(context, reads);
        var combined = new CombinedInserts();
        this.insertions = new Insertions(context, connections, combined, clock);
        this.transactions =
                new Transactions(connections, new LongReadSemaphore(context.owner(), poolSize), combined, clock);
    }

    /**
     * Opens it on the caller's event loop, or on a new one where the caller has none. Does not connect yet.
     *
     * @param poolSize connections at most for one caller at a time, which is transactions at a time; reads by key and
     *     of pages have up to four more
     */
    public static Database open(
            Vertx vertx, PostgresSettings settings, DatabaseRole role, int poolSize, InstantSource clock) {
        var context = ((ContextInternal) vertx.getOrCreateContext()).unwrap();
        return new Database(context, ConnectOptions.of(settings, role), poolSize, clock);
    }

    /** Transactions at a time, at most. */
    public int connectionsMax() {
        return connectionsMax;
    }

    /** One statement that reads, on a connection of its own, which is planned for its arguments. */
    public Future<RowSet<Row>> read(RowSecurityContext context, String sql, Tuple args) {
        return readAll(context, List.of(new SqlStatement(sql, args))).map(List::getFirst);
    }

    /** Several statements that read, in one round trip; each sees what is committed when it starts. */
    public Future<List<RowSet<Row>>> readAll(RowSecurityContext context, List<SqlStatement> statements) {
        return onLoop(() -> reads.all(context, statements));
    }

    /**
     * One statement that reads the rows of a few keys through an index. It is sent at once on a connection that it
     * shares with other such reads, and planned once for all arguments.
     *
     * @return fails with {@link Failure.Unavailable} when the connection is lost; nothing was changed then
     */
    public Future<RowSet<Row>> readByKey(RowSecurityContext context, String sql, Tuple args) {
        return onLoop(() -> reads.byKey(context, new SqlStatement(sql, args)));
    }

    /**
     * The row of one key in the workspace of the context, if there is one. Reads of the same rows, context and turn of
     * the loop share a statement, which otherwise is as {@link #readByKey} sends it.
     */
    public Future<Optional<Row>> readRow(RowSecurityContext context, KeyedRows rows, UUID key) {
        return onLoop(() -> keyReads.read(context, rows, key));
    }

    /** A page of rows, as {@link #readByKey} reads some, on connections of its own: a page takes longer than a row. */
    public Future<RowSet<Row>> readPage(RowSecurityContext context, String sql, Tuple args) {
        return onLoop(() -> reads.page(context, new SqlStatement(sql, args)));
    }

    /**
     * Inserts rows as one statement that is a transaction of its own, or shares one with others that came in the same
     * turn of the loop or wait for a connection, too: an error of another is no error of this.
     *
     * @return true once they are known to be durable, false if they were not wanted any more and not sent. Fails with
     *     {@link Failure#effectUnknown()} only when they were sent and the answer was lost, or the server ended them at
     *     their deadline; every other failure is proof that nothing was inserted.
     */
    public Future<Boolean> insert(RowSecurityContext context, Insertion insertion) {
        return onLoop(() -> insertions.insert(context, insertion));
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
        return onLoop(() -> transactions.run(context, deadline, body));
    }

    /**
     * Runs statements that only read, all on what was committed when the first of them started. Each may take as long
     * as there is until the deadline, unlike other reads; so they need a permit: there is one for half of the
     * connections, and a tenant holds half of the permits at most. The wait for a permit takes at most half of the
     * time.
     *
     * @param deadline when the server aborts the transaction at the latest
     * @param most how long it may take, once it has its permit
     */
    public <T> Future<T> snapshot(
            RowSecurityContext context, Instant deadline, Duration most, Function<Transaction, Future<T>> body) {
        return onLoop(() -> transactions.snapshot(context, deadline, most, body));
    }

    /** Transactions that are running now. */
    public int running() {
        return connections.lentCount();
    }

    /** Shows its connections, and who waits for one, by role, until it is closed. */
    public void show(LoopGauges figures, DatabaseRole role) {
        var byRole = Tags.of("role", role.name());
        context.runOnContext(_ -> {
            if (!closed) {
                shown.add(level(figures, connections(byRole, "used"), connections::lentCount));
                shown.add(level(figures, connections(byRole, "idle"), connections::idleCount));
                shown.add(level(figures, connections(byRole, "shared"), reads::sharedCount));
                shown.add(level(
                        figures,
                        new LoopGauges.Figure(
                                "tollgate.postgres.waiting", "Transactions waiting for a connection", byRole),
                        connections::waitingCount));
            }
        });
    }

    private LoopGauges.Shown level(LoopGauges figures, LoopGauges.Figure figure, LongSupplier now) {
        return figures.level(context.owner(), figure, now);
    }

    private static LoopGauges.Figure connections(Tags byRole, String state) {
        return new LoopGauges.Figure(
                "tollgate.postgres.connections", "Connections to PostgreSQL", byRole.and("state", state));
    }

    public Future<Void> close() {
        return onLoop(() -> {
            closed = true;
            shown.forEach(LoopGauges.Shown::end);
            return Future.join(connections.close(), reads.close()).mapEmpty();
        });
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
