package dev.tollgate.runtime.postgres;

import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import io.vertx.core.internal.ContextInternal;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one role on one event loop; touched on that loop only. A transaction owns a connection, so this
 * lends them one by one. Where none is free callers wait in a {@link ConnectionQueue}. A lease that is overdue has its
 * connection cut: a server that does not answer cannot hold a caller.
 */
final class ConnectionPool {
    static final long WAIT_MAX_MS = 1_000;
    static final long CONNECT_MAX_MS = 2_000;
    private static final long SWEEP_EVERY_MS = 100;

    /** After a refused connection: a server that is away is not asked once per caller. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Among connections whose server takes no writes: the next one may lead to the same server. */
    private static final long REPLACE_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final String CLOSED = "the database is closed";

    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectionPool.class);

    private record Waiting(Promise<PooledConnection> promise, long sinceNanos) {}

    private final ContextInternal loop;
    private final PgConnectOptions options;
    private final int sizeMax;
    private final ArrayDeque<PooledConnection> idle = new ArrayDeque<>();
    private final ConnectionQueue<Waiting> waiting = new ConnectionQueue<>();
    private final Set<PooledConnection> lent = new HashSet<>();
    private final long sweeper;
    private int connecting;
    private long pauseUntilNanos;
    private long replacedNanos;
    private boolean closed;

    ConnectionPool(ContextInternal loop, PgConnectOptions options, int sizeMax) {
        this.loop = loop;
        this.options = options;
        this.sizeMax = sizeMax;
        this.sweeper = loop.owner().setPeriodic(SWEEP_EVERY_MS, _ -> loop.runOnContext(_ -> sweep()));
    }

    /**
     * A connection for the caller alone, until it is given back. Failure: nothing has happened.
     *
     * @param context whose turn it takes
     */
    Future<PooledConnection> borrow(RowSecurityContext context) {
        if (closed) {
            return Future.failedFuture(unavailable(CLOSED));
        }
        var pooled = idle.pollLast();
        if (pooled != null) {
            lent.add(pooled);
            return loop.succeededFuture(pooled);
        }
        if (away()) {
            return loop.failedFuture(unavailable("PostgreSQL was unreachable a moment ago"));
        }
        if (!waiting.hasRoom(context)) {
            return loop.failedFuture(unavailable("too many callers are waiting for a connection"));
        }
        var promise = Promise.<PooledConnection>promise();
        waiting.add(context, new Waiting(promise, System.nanoTime()));
        connectWhereNeeded();
        return promise.future();
    }

    void giveBack(PooledConnection pooled) {
        if (!lent.remove(pooled) || !pooled.open) {
            return;
        }
        var next = waiting.poll();
        if (next == null) {
            idle.add(pooled);
            return;
        }
        lent.add(pooled);
        next.promise.complete(pooled);
    }

    /**
     * After a statement failed, or none did. A connection that works and whose server takes no writes is replaced, one
     * at a time: after a failover another may lead to the primary.
     */
    void giveBack(PooledConnection pooled, @Nullable Throwable failure) {
        if (failure != null && (SqlState.ended(failure) || (SqlState.isReadOnly(failure) && isReplacementDue()))) {
            discard(pooled);
        } else {
            giveBack(pooled);
        }
    }

    private boolean isReplacementDue() {
        var now = System.nanoTime();
        if (replacedNanos != 0 && now - replacedNanos < REPLACE_EVERY_NANOS) {
            return false;
        }
        replacedNanos = now;
        return true;
    }

    /** For a connection whose state is not known. */
    void discard(PooledConnection pooled) {
        pooled.open = false;
        lent.remove(pooled);
        idle.remove(pooled);
        pooled.connection.close().onComplete(_ -> connectWhereNeeded());
    }

    int lentCount() {
        return lent.size();
    }

    int idleCount() {
        return idle.size();
    }

    int waitingCount() {
        return waiting.size();
    }

    Future<Void> close() {
        closed = true;
        var cancelled = loop.owner().cancelTimer(sweeper);
        failWaiting(unavailable(CLOSED));
        var closing = new ArrayList<Future<?>>();
        // Copies: a connection that ends leaves its set.
        List.copyOf(idle).forEach(pooled -> closing.add(pooled.connection.close()));
        List.copyOf(lent).forEach(pooled -> closing.add(pooled.connection.close()));
        return cancelled ? Future.join(closing).mapEmpty() : Future.succeededFuture();
    }

    private void connectWhereNeeded() {
        while (!closed
                && !pausing()
                && connecting < waiting.size()
                && idle.size() + lent.size() + connecting < sizeMax) {
            connecting++;
            connect();
        }
    }

    private void connect() {
        var attempt = PgConnection.connect(loop.owner(), options);
        attempt.timeout(CONNECT_MAX_MS, TimeUnit.MILLISECONDS).onComplete(connected -> {
            connecting--;
            if (connected.succeeded()) {
                joined(new PooledConnection(connected.result()));
            } else {
                attempt.onSuccess(late -> late.close().onFailure(_ -> {}));
                refused(connected.cause());
            }
        });
    }

    /** A waiter may still get a connection that another returns. */
    private void refused(Throwable cause) {
        pauseUntilNanos = System.nanoTime() + PAUSE_NANOS;
        if (lent.isEmpty()) {
            failWaiting(Failure.Unavailable.before("failed to connect to PostgreSQL", cause));
        }
    }

    private boolean pausing() {
        return pauseUntilNanos != 0 && System.nanoTime() - pauseUntilNanos < 0;
    }

    private boolean away() {
        return pausing() && lent.isEmpty() && connecting == 0;
    }

    private void joined(PooledConnection pooled) {
        pauseUntilNanos = 0;
        pooled.connection.exceptionHandler(
                cause -> LOGGER.atDebug().setCause(cause).log("PostgreSQL connection failed"));
        pooled.connection.closeHandler(_ -> {
            pooled.open = false;
            idle.remove(pooled);
        });
        lent.add(pooled);
        if (closed) {
            discard(pooled);
        } else {
            giveBack(pooled);
        }
    }

    private void sweep() {
        var now = System.nanoTime();
        for (var pooled : lent.toArray(PooledConnection[]::new)) {
            if (pooled.dueNanos != 0 && now - pooled.dueNanos > 0) {
                cut(pooled);
            }
        }
        waiting.removeHeads(one -> now - one.sinceNanos > TimeUnit.MILLISECONDS.toNanos(WAIT_MAX_MS))
                .forEach(one ->
                        one.promise.fail(unavailable("no connection became free within " + WAIT_MAX_MS + " ms")));
        connectWhereNeeded();
    }

    private void cut(PooledConnection pooled) {
        pooled.open = false;
        lent.remove(pooled);
        pooled.cut();
    }

    private void failWaiting(Failure failure) {
        // A failed waiter may enter again, and is not failed twice.
        waiting.removeHeads(_ -> true).forEach(one -> one.promise.fail(failure));
    }

    private static Failure unavailable(String message) {
        return Failure.Unavailable.before(message, VertxException.noStackTrace(message));
    }
}
