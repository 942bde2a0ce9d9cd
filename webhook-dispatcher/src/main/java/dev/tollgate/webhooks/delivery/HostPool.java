package dev.tollgate.webhooks.delivery;

import dev.tollgate.webhooks.address.Destination;
import dev.tollgate.webhooks.delivery.Connector.NotConnected;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one host and port: limited in number, none older than a minute, so that changes
 * of the host's addresses are followed. Further attempts queue.
 */
final class HostPool {

    /** A receiver may close after five seconds of silence, and many do: we are quicker. */
    private static final long IDLE_NANOS_MAX = TimeUnit.SECONDS.toNanos(4);

    private static final long AGE_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);
    private static final int WAITING_MAX = 1_024;

    private final Connector connector;
    private final int connectionsMax;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int connections;

    private record Waiting(Destination to, List<InetAddress> addresses, Promise<Connection> turn) {}

    HostPool(Connector connector, int connectionsMax) {
        this.connector = connector;
        this.connectionsMax = connectionsMax;
    }

    /** A connection to one of the addresses; the caller must return it. Fails with {@link NotConnected}. */
    Future<Connection> take(Destination to, List<InetAddress> addresses) {
        var kept = kept(addresses);
        if (kept != null) {
            return Future.succeededFuture(kept);
        }
        if (connections < connectionsMax) {
            return opened(to, addresses);
        }
        if (waiting.size() >= WAITING_MAX) {
            return Future.failedFuture(new NotConnected(ErrorClass.HOST_BUSY, null));
        }
        Promise<Connection> turn = Promise.promise();
        waiting.addLast(new Waiting(to, addresses, turn));
        return turn.future();
    }

    /** Takes a connection back. */
    void bring(Connection connection, boolean reusable) {
        connection.release();
        if (!reusable || !connection.open() || tooOld(connection, System.nanoTime())) {
            connection.close();
            return;
        }
        connection.idle(System.nanoTime());
        idle.addFirst(connection);
        serve();
    }

    /** Ends idle connections: the receiver may have ended them as well. */
    void forgetIdle() {
        List.copyOf(idle).forEach(Connection::close);
    }

    /** Ends connections that are too old or were idle too long. */
    void sweep(long nowNanos) {
        for (var connection : List.copyOf(idle)) {
            if (tooOld(connection, nowNanos) || nowNanos - connection.idleSinceNanos() > IDLE_NANOS_MAX) {
                connection.close();
            }
        }
    }

    boolean unused() {
        return connections == 0 && waiting.isEmpty();
    }

    private @Nullable Connection kept(List<InetAddress> addresses) {
        while (!idle.isEmpty()) {
            var connection = idle.removeFirst();
            long now = System.nanoTime();
            boolean fresh = now - connection.idleSinceNanos() <= IDLE_NANOS_MAX && !tooOld(connection, now);
            if (connection.open() && fresh && addresses.contains(connection.address())) {
                return connection;
            }
            connection.close();
        }
        return null;
    }

    private Future<Connection> opened(Destination to, List<InetAddress> addresses) {
        connections++;
        return connector
                .open(to, addresses)
                .onSuccess(connection -> connection.whenClosed(() -> {
                    idle.remove(connection);
                    left();
                }))
                .onFailure(_ -> left());
    }

    private void left() {
        connections--;
        serve();
    }

    /** Lets those who wait have what is free. */
    private void serve() {
        while (!waiting.isEmpty() && (!idle.isEmpty() || connections < connectionsMax)) {
            var next = waiting.removeFirst();
            take(next.to(), next.addresses()).onComplete(next.turn());
        }
    }

    private static boolean tooOld(Connection connection, long nowNanos) {
        return nowNanos - connection.opened().atNanos() > AGE_NANOS_MAX;
    }
}
