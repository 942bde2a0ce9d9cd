package dev.tollgate.webhooks.delivery;

import dev.tollgate.runtime.memory.FairPlaces;
import dev.tollgate.runtime.memory.FairQueue;
import dev.tollgate.webhooks.address.Destination;
import dev.tollgate.webhooks.delivery.Connector.NotConnected;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one host and port: limited in number, none older than a minute, so that changes
 * of the host's addresses are followed. Further attempts queue; tenants take turns, and none can have all connections
 * or all places of the queue.
 */
final class HostPool {

    /** A receiver may close after five seconds of silence, and many do: we are quicker. */
    private static final long IDLE_NANOS_MAX = TimeUnit.SECONDS.toNanos(4);

    private static final long AGE_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);
    private static final int WAITING_MAX = 1_024;

    private final Connector connector;
    private final int connectionsMax;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final FairQueue<UUID, Turn> waiting = new FairQueue<>();
    private final FairPlaces<UUID> inUse;
    private final FairPlaces<UUID> queued = new FairPlaces<>(WAITING_MAX);
    private int connections;

    /** An attempt that gets a connection, now or later. */
    static final class Turn {

        private final UUID tenant;
        private final Destination to;
        private final List<InetAddress> addresses;
        private final Promise<Connection> connection = Promise.promise();
        private boolean waits;

        private Turn(UUID tenant, Destination to, List<InetAddress> addresses) {
            this.tenant = tenant;
            this.to = to;
            this.addresses = addresses;
        }

        /** The connection, which the tenant must return. Fails with {@link NotConnected}. */
        Future<Connection> connection() {
            return connection.future();
        }

        /** Whether it waits until a connection is free. */
        boolean waits() {
            return waits;
        }
    }

    HostPool(Connector connector, int connectionsMax) {
        this.connector = connector;
        this.connectionsMax = connectionsMax;
        this.inUse = new FairPlaces<>(connectionsMax);
    }

    /** A connection to one of the addresses, for an attempt of this tenant. */
    Turn take(UUID tenant, Destination to, List<InetAddress> addresses) {
        var turn = new Turn(tenant, to, addresses);
        if (served(turn)) {
            return turn;
        }
        if (queued.hasRoom(tenant)) {
            queue(turn);
        } else {
            turn.connection.fail(new NotConnected(ErrorClass.HOST_BUSY, null));
        }
        return turn;
    }

    /** Ends a wait; says whether it was one. Its connection never comes. */
    boolean leave(Turn turn) {
        if (!turn.waits) {
            return false;
        }
        unqueue(turn);
        var _ = waiting.removeHeads(head -> !head.waits);
        return true;
    }

    /** Takes a connection of this tenant back. */
    void bring(UUID tenant, Connection connection, boolean reusable) {
        inUse.add(tenant, -1);
        connection.release();
        if (!reusable || !connection.open() || tooOld(connection, System.nanoTime())) {
            connection.close();
        } else {
            connection.idle(System.nanoTime());
            idle.addFirst(connection);
        }
        serve();
    }

    /**
     * Takes a connection of this tenant back that its receiver had ended while it was idle. The receiver may have ended
     * the other idle ones as well, so nobody gets one of them.
     */
    void bringEnded(UUID tenant, Connection connection) {
        var ended = List.copyOf(idle);
        // A connection is open until the event loop has seen its end.
        idle.clear();
        ended.forEach(Connection::close);
        bring(tenant, connection, false);
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
        return connections == 0 && inUse.all() == 0 && queued.all() == 0;
    }

    private void queue(Turn turn) {
        turn.waits = true;
        queued.add(turn.tenant, 1);
        waiting.add(turn.tenant, turn);
    }

    private void putBack(Turn turn) {
        turn.waits = true;
        queued.add(turn.tenant, 1);
        waiting.putBack(turn.tenant, turn);
    }

    private void unqueue(Turn turn) {
        turn.waits = false;
        queued.add(turn.tenant, -1);
    }

    /** Gives it a connection if its tenant may have one and one is free, or can be opened. */
    private boolean served(Turn turn) {
        if (!inUse.hasRoom(turn.tenant)) {
            return false;
        }
        var kept = kept(turn.addresses);
        if (kept == null && connections >= connectionsMax) {
            return false;
        }
        inUse.add(turn.tenant, 1);
        if (kept == null) {
            open(turn);
        } else {
            turn.connection.complete(kept);
        }
        return true;
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

    private void open(Turn turn) {
        connections++;
        connector
                .open(turn.to, turn.addresses)
                .onSuccess(connection -> connection.whenClosed(() -> {
                    idle.remove(connection);
                    left();
                }))
                .onFailure(_ -> {
                    inUse.add(turn.tenant, -1);
                    left();
                })
                .onComplete(turn.connection);
    }

    private void left() {
        connections--;
        serve();
    }

    /** Lets those who wait have what is free. */
    private void serve() {
        while (!idle.isEmpty() || connections < connectionsMax) {
            var next = waiting.poll(inUse::hasRoom);
            if (next == null) {
                return;
            }
            if (next.waits) {
                unqueue(next);
                if (!served(next)) {
                    // What was idle was no use to it, and is ending: the place that this frees is for it.
                    putBack(next);
                }
            }
        }
    }

    private static boolean tooOld(Connection connection, long nowNanos) {
        return nowNanos - connection.opened().atNanos() > AGE_NANOS_MAX;
    }
}
