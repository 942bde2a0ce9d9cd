package dev.tollgate.loadtest.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A load generator on one event loop. It waits for every response, so its count is exact. */
public final class VertxLoadGenerator implements LoadGenerator {

    private static final int SECONDS_OVER_MAX = 30;
    private static final int TICK_MS = 1;
    private static final double SECOND_NANOS = 1e9;

    private final LoadLoop loop = new LoadLoop();

    @Override
    public String name() {
        return "own client";
    }

    @Override
    public LoadWindow run(LoadTarget target, int connections, int seconds) throws IOException, InterruptedException {
        var users = new ThinkTimeUsers(loop, List.of(target), ThinkTimeUsers.ThinkTime.NONE);
        users.start(connections);
        TimeUnit.SECONDS.sleep(seconds);
        users.leave();
        return users.look();
    }

    /**
     * An open loop with a constant arrival rate: each call has an intended start, and its latency counts from there,
     * also if no connection was free then.
     */
    public LoadWindow constant(LoadTarget target, int connections, double perSecond, int seconds)
            throws IOException, InterruptedException {
        var run = new ConstantRate(target, perSecond, seconds);
        return loop.await(
                (long) seconds + SECONDS_OVER_MAX,
                () -> loop.connect(
                                target.port(),
                                connections,
                                socket -> new LoadConnection(socket, target.failures(), run::answered))
                        .compose(run::begin));
    }

    @Override
    public void close() {
        loop.close();
    }

    /** One window at a constant rate. Used on the event loop. */
    private final class ConstantRate {

        private final List<Buffer> requests;
        private final double stepNanos;
        private final long count;
        private final Promise<LoadWindow> end = Promise.promise();
        private final Deque<LoadConnection> free = new ArrayDeque<>();
        private final IdentityHashMap<LoadConnection, Long> intended = new IdentityHashMap<>();
        private List<LoadConnection> connections = List.of();
        private LoadWindow.Counter counter = new LoadWindow.Counter();
        private long beganNanos;
        private long issued;
        private long timer;

        ConstantRate(LoadTarget target, double perSecond, int seconds) {
            this.requests = target.requests();
            this.stepNanos = SECOND_NANOS / perSecond;
            this.count = (long) Math.ceil(seconds * perSecond);
        }

        Future<LoadWindow> begin(List<LoadConnection> connected) {
            connections = connected;
            free.addAll(connected);
            beganNanos = System.nanoTime();
            counter = new LoadWindow.Counter();
            timer = loop.vertx().setPeriodic(TICK_MS, _ -> tick());
            return end.future();
        }

        void answered(LoadConnection connection, int status) {
            var start = intended.remove(connection);
            long now = System.nanoTime();
            counter.add(status, now - (start == null ? now : start), connection.failure());
            if (connection.open()) {
                free.addLast(connection);
                send(now);
            }
        }

        private void tick() {
            send(System.nanoTime());
            if ((issued == count && intended.isEmpty()) || connections.stream().noneMatch(LoadConnection::open)) {
                var _ = loop.vertx().cancelTimer(timer);
                connections.forEach(LoadConnection::close);
                var _ = end.tryComplete(counter.next());
            }
        }

        /** Sends what is due while there are free connections. */
        private void send(long now) {
            while (!free.isEmpty() && issued < count) {
                long due = beganNanos + (long) (issued * stepNanos);
                if (due > now) {
                    return;
                }
                var connection = free.removeFirst();
                intended.put(connection, due);
                connection.send(requests.get((int) (issued % requests.size())));
                issued++;
            }
        }
    }
}
