package dev.tollgate.runtime.postgres;

import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Few connections that many reads share: each is sent at once, behind those that have no answer yet, to the connection
 * with the fewest of them. For reads of a bounded number of rows only, since a slow one delays those behind it. Touched
 * on one event loop only.
 *
 * <p>A connection that is lost fails all reads in flight on it, and the next ones take another. They change nothing, so
 * a caller may try again.
 */
final class SharedConnections {
    /** Another connection is opened when all have so many reads in flight. */
    private static final int IN_FLIGHT_FEW = 8;

    private static final class Shared {
        final PooledConnection connection;
        int inFlight;

        Shared(PooledConnection connection) {
            this.connection = connection;
        }
    }

    private final ConnectionPool pool;
    private final int sizeMax;
    private final long answerMaxNanos;
    private final List<Shared> all = new ArrayList<>();
    private @Nullable Future<?> opening;

    /**
     * Borrows connections when they are needed, and keeps them.
     *
     * @param answerMaxNanos how long the oldest read in flight may go without an answer before its connection is cut
     */
    SharedConnections(ConnectionPool pool, int sizeMax, long answerMaxNanos) {
        this.pool = pool;
        this.sizeMax = sizeMax;
        this.answerMaxNanos = answerMaxNanos;
    }

    /** Sends a read. Its failure tells nothing of the others in flight. */
    Future<RowSet<Row>> query(Function<PooledConnection, Future<RowSet<Row>>> read) {
        var free = fewestInFlight();
        if (free == null) {
            return opened().compose(_ -> query(read));
        }
        if (free.inFlight >= IN_FLIGHT_FEW && all.size() < sizeMax && opening == null) {
            // Its failure concerns nobody: this read has a connection.
            var _ = opened();
        }
        return sent(free, read);
    }

    int size() {
        return all.size();
    }

    private Future<RowSet<Row>> sent(Shared shared, Function<PooledConnection, Future<RowSet<Row>>> read) {
        if (shared.inFlight >= ConnectionQueue.SIZE_MAX) {
            var message = "too many reads are in flight";
            return Future.failedFuture(Failure.Unavailable.before(message, VertxException.noStackTrace(message)));
        }
        if (shared.inFlight++ == 0) {
            shared.connection.dueNanos = due();
        }
        return read.apply(shared.connection).onComplete(answer -> {
            shared.inFlight--;
            shared.connection.dueNanos = shared.inFlight == 0 ? 0 : due();
            if (answer.failed() && SqlState.ended(answer.cause())) {
                drop(shared);
            }
        });
    }

    private @Nullable Shared fewestInFlight() {
        Shared fewest = null;
        for (int i = all.size() - 1; i >= 0; i--) {
            var one = all.get(i);
            if (!one.connection.open) {
                drop(one);
            } else if (fewest == null || one.inFlight <= fewest.inFlight) {
                fewest = one;
            }
        }
        return fewest;
    }

    private Future<?> opened() {
        if (opening != null) {
            return opening;
        }
        var opened = pool.borrow(RowSecurityContext.NONE).onSuccess(connection -> all.add(new Shared(connection)));
        if (!opened.isComplete()) {
            opening = opened.onComplete(_ -> opening = null);
        }
        return opened;
    }

    private void drop(Shared shared) {
        if (all.remove(shared)) {
            pool.discard(shared.connection);
        }
    }

    private long due() {
        return System.nanoTime() + answerMaxNanos;
    }
}
