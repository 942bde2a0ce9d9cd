package dev.tollgate.loadtest.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Calls that arrive at a constant rate, whatever the server does: what it answers, second by second. A call for which
 * no connection is free is not sent and counts as such, so that a slow server does not slow its callers down. On one
 * event loop.
 */
public final class ArrivalLoad implements AutoCloseable {

    private static final int SECONDS_OVER_MAX = 30;
    private static final int TICK_MS = 1;
    private static final double SECOND_NANOS = 1e9;
    private static final int UNAVAILABLE = 503;

    /** What began in one second. Latencies count from when a call was sent. */
    public static final class Second {
        private final LatencyHistogram done = new LatencyHistogram();
        private final LatencyHistogram refused = new LatencyHistogram();
        private final Map<String, Long> others = new TreeMap<>();
        private long unsent;
        private long withoutTime;

        /** Calls that succeeded. */
        public LatencyHistogram done() {
            return done;
        }

        /** Calls that were answered 503. */
        public LatencyHistogram refused() {
            return refused;
        }

        /** Of these, those that do not say when to come back. */
        public long withoutTime() {
            return withoutTime;
        }

        /** Other responses by status; 599 for a broken connection. */
        public Map<String, Long> others() {
            return Map.copyOf(others);
        }

        /** Calls for which no connection was free. */
        public long unsent() {
            return unsent;
        }

        private void answered(LoadConnection connection, int status, long nanos) {
            if (status < LoadWindow.ERROR_FROM) {
                done.add(nanos);
            } else if (status == UNAVAILABLE) {
                refused.add(nanos);
                withoutTime += connection.retryAfterSeconds() > 0 ? 0 : 1;
            } else {
                others.merge(Integer.toString(status), 1L, Long::sum);
            }
        }
    }

    private final LoadLoop loop = new LoadLoop();

    /** The seconds of a load, which begins when all connections are open. */
    public List<Second> run(LoadTarget target, int connections, double perSecond, int seconds)
            throws IOException, InterruptedException {
        var run = new Run(target, perSecond, seconds);
        return loop.await(
                (long) seconds + SECONDS_OVER_MAX,
                () -> loop.connect(
                                target.port(),
                                connections,
                                socket -> new LoadConnection(socket, List.of(), run::answered))
                        .compose(run::begin));
    }

    @Override
    public void close() {
        loop.close();
    }

    /** Used on the event loop. */
    private final class Run {

        private record Sent(Second second, long nanos) {}

        private final List<Buffer> requests;
        private final double perSecond;
        private final List<Second> seconds = new ArrayList<>();
        private final Promise<List<Second>> end = Promise.promise();
        private final Deque<LoadConnection> free = new ArrayDeque<>();
        private final IdentityHashMap<LoadConnection, Sent> inFlight = new IdentityHashMap<>();
        private List<LoadConnection> connections = List.of();
        private long beganNanos;
        private long issued;
        private long timer;

        Run(LoadTarget target, double perSecond, int seconds) {
            this.requests = target.requests();
            this.perSecond = perSecond;
            for (int i = 0; i < seconds; i++) {
                this.seconds.add(new Second());
            }
        }

        Future<List<Second>> begin(List<LoadConnection> connected) {
            connections = connected;
            free.addAll(connected);
            beganNanos = System.nanoTime();
            timer = loop.vertx().setPeriodic(TICK_MS, _ -> tick());
            return end.future();
        }

        void answered(LoadConnection connection, int status) {
            var sent = inFlight.remove(connection);
            if (sent != null) {
                sent.second().answered(connection, status, System.nanoTime() - sent.nanos());
            }
            if (connection.open()) {
                free.addLast(connection);
            }
        }

        private void tick() {
            long due = due();
            while (issued < due) {
                issue(seconds.get((int) (issued / perSecond)));
            }
            boolean over = issued >= (long) (perSecond * seconds.size());
            if ((over && inFlight.isEmpty()) || connections.stream().noneMatch(LoadConnection::open)) {
                var _ = loop.vertx().cancelTimer(timer);
                connections.forEach(LoadConnection::close);
                var _ = end.tryComplete(seconds);
            }
        }

        /** Calls that should have been sent by now. */
        private long due() {
            double elapsed = (System.nanoTime() - beganNanos) / SECOND_NANOS;
            return (long) (perSecond * Math.min(elapsed, seconds.size()));
        }

        private void issue(Second second) {
            var connection = free.pollFirst();
            if (connection == null) {
                second.unsent++;
            } else {
                inFlight.put(connection, new Sent(second, System.nanoTime()));
                connection.send(requests.get((int) (issued % requests.size())));
            }
            issued++;
        }
    }
}
