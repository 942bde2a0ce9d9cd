package dev.tollgate.loadtest.load;

import dev.tollgate.loadtest.client.HttpCall;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Callers of one call each, who begin at a constant rate and call again after {@code Retry-After} until they are
 * served. On one event loop, so that ten thousand of them take little of the machine that they share with the servers.
 */
public final class RetryingCallers implements AutoCloseable {

    /** The most connections to each server, opened when they are needed; a call for which none is free waits. */
    private static final int CONNECTIONS_MAX = 1_024;

    /** Keeps callers from calling again all at once. */
    private static final int JITTER_MS = 200;

    private static final int SECONDS_OVER_MAX = 60;
    private static final int TICK_MS = 1;
    private static final double SECOND_NANOS = 1e9;

    /** A caller, by their call and the port of the server. */
    public record Caller(int port, HttpCall call) {}

    /**
     * What became of the calls.
     *
     * @param seconds from the beginning to the success of each caller who was served in time, in their order
     * @param failures responses that were no success, and broken connections
     * @param unknown those of them that may have had their effect: broken connections, and responses that say so
     */
    public record Served(List<Double> seconds, long failures, long unknown) {}

    /** What a problem says whose call may have taken effect. */
    private static final String EFFECT_UNKNOWN = "\"outcome\":\"unknown\"";

    private final LoadLoop loop = new LoadLoop();

    /**
     * Until every caller is served or gives up.
     *
     * @param perSecond callers who begin in a second
     * @param most from the beginning to the last call of anybody
     */
    public Served run(List<Caller> callers, double perSecond, Duration most) throws IOException, InterruptedException {
        var run = new Run(callers, perSecond, most);
        return loop.await(most.toSeconds() + SECONDS_OVER_MAX, run::begin);
    }

    @Override
    public void close() {
        loop.close();
    }

    /** The connections to one server, and the callers who wait for one. */
    private static final class Server {
        private final Deque<LoadConnection> free = new ArrayDeque<>();
        private final Deque<Integer> waiting = new ArrayDeque<>();
        private int connections;

        /** A connection that the server has not closed meanwhile; null if none is free. */
        private @Nullable LoadConnection take() {
            var connection = free.pollFirst();
            while (connection != null && !connection.open()) {
                connections--;
                connection = free.pollFirst();
            }
            return connection;
        }
    }

    /** Used on the event loop. */
    private final class Run {

        private final List<Caller> callers;
        private final List<Buffer> requests;
        private final double perSecond;
        private final Duration most;
        private final Map<Integer, Server> servers = new HashMap<>();
        private final IdentityHashMap<LoadConnection, Integer> inFlight = new IdentityHashMap<>();
        private final List<Double> seconds = new ArrayList<>();
        private final Promise<Served> end = Promise.promise();
        private long beganNanos;
        private long failures;
        private long unknown;
        private int begun;
        private int ended;
        private long timer;

        Run(List<Caller> callers, double perSecond, Duration most) {
            this.callers = List.copyOf(callers);
            this.requests = callers.stream()
                    .map(caller -> Buffer.buffer(caller.call().bytes(caller.port())))
                    .toList();
            this.perSecond = perSecond;
            this.most = most;
        }

        Future<Served> begin() {
            beganNanos = System.nanoTime();
            timer = loop.vertx().setPeriodic(TICK_MS, _ -> tick());
            return end.future();
        }

        private void tick() {
            double due = Math.min(callers.size(), elapsedSeconds() * perSecond);
            while (begun < due) {
                call(begun++);
            }
            if (ended == callers.size() && end.tryComplete(new Served(List.copyOf(seconds), failures, unknown))) {
                var _ = loop.vertx().cancelTimer(timer);
                servers.values().forEach(server -> server.free.forEach(LoadConnection::close));
            }
        }

        private void call(int caller) {
            int port = callers.get(caller).port();
            var server = server(port);
            var connection = server.take();
            if (connection == null) {
                server.waiting.addLast(caller);
                connect(port, server);
            } else {
                send(connection, caller);
            }
        }

        /** Opens one more, unless there are enough. */
        private void connect(int port, Server server) {
            if (server.connections < CONNECTIONS_MAX) {
                server.connections++;
                loop.connect(port, 1, socket -> new LoadConnection(socket, List.of(EFFECT_UNKNOWN), this::answered))
                        .onSuccess(connections -> connections.forEach(connection -> released(server, connection)))
                        .onFailure(end::tryFail);
            }
        }

        private void send(LoadConnection connection, int caller) {
            inFlight.put(connection, caller);
            connection.send(requests.get(caller));
        }

        private void answered(LoadConnection connection, int status) {
            var caller = inFlight.remove(connection);
            if (caller == null) {
                return;
            }
            int port = callers.get(caller).port();
            var server = server(port);
            if (connection.open()) {
                released(server, connection);
            } else {
                server.connections--;
                connect(port, server);
            }
            if (status < LoadWindow.ERROR_FROM) {
                seconds.add(Math.round(elapsedSeconds() * 1e3) / 1e3);
                ended++;
            } else {
                failures++;
                boolean maybeDone = status == LoadWindow.BROKEN
                        || connection.failure().contains(EFFECT_UNKNOWN);
                unknown += maybeDone ? 1 : 0;
                callAgain(caller, connection.retryAfterSeconds());
            }
        }

        private void callAgain(int caller, int retryAfterSeconds) {
            long waitMs = TimeUnit.SECONDS.toMillis(Math.max(1, retryAfterSeconds)) + caller % JITTER_MS;
            if (elapsedSeconds() * TimeUnit.SECONDS.toMillis(1) + waitMs > most.toMillis()) {
                ended++;
            } else {
                var _ = loop.vertx().setTimer(waitMs, _ -> call(caller));
            }
        }

        private void released(Server server, LoadConnection connection) {
            var next = server.waiting.pollFirst();
            if (next == null) {
                server.free.addFirst(connection);
            } else {
                send(connection, next);
            }
        }

        private Server server(int port) {
            return servers.computeIfAbsent(port, _ -> new Server());
        }

        private double elapsedSeconds() {
            return (System.nanoTime() - beganNanos) / SECOND_NANOS;
        }
    }
}
