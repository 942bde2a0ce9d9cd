package dev.tollgate.webhooks.delivery;

import dev.tollgate.webhooks.address.Destination;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every host this event loop is connected to, and nothing of those it is not. */
final class HostPools {

    private static final long SWEEP_MS = 1_000;

    private final Vertx vertx;
    private final Connector connector;
    private final int connectionsPerHostMax;
    private final Map<Key, HostPool> byKey = new HashMap<>();
    private final long sweeper;

    private record Key(boolean tls, String host, int port) {}

    HostPools(Vertx vertx, Connector connector, int connectionsPerHostMax) {
        this.vertx = vertx;
        this.connector = connector;
        this.connectionsPerHostMax = connectionsPerHostMax;
        this.sweeper = vertx.setPeriodic(SWEEP_MS, _ -> sweep());
    }

    HostPool of(Destination to) {
        return byKey.computeIfAbsent(
                new Key(to.tls(), to.host(), to.port()), _ -> new HostPool(connector, connectionsPerHostMax));
    }

    private void sweep() {
        long now = System.nanoTime();
        // A connection that ends frees a slot for the next attempt, which may be for another host.
        List.copyOf(byKey.values()).forEach(host -> host.sweep(now));
        byKey.values().removeIf(HostPool::unused);
    }

    Future<Void> close() {
        var _ = vertx.cancelTimer(sweeper);
        return connector.close();
    }
}
