package dev.tollgate.loadtest.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Users with a kept-alive connection each and a think time between a response and their next call. */
public final class ThinkTimeUsers implements AutoCloseable {

    private static final int SECONDS_MAX = 60;

    /** Bounds of the think time, which is uniformly distributed, and the seed of its random numbers. */
    public record ThinkTime(Duration least, Duration most, long seed) {

        /** A closed loop: the next call follows the response at once. */
        static final ThinkTime NONE = new ThinkTime(Duration.ZERO, Duration.ZERO, 0);

        private long nextMs(Random random) {
            return random.nextLong(Math.max(least.toMillis(), 1), most.toMillis() + 2);
        }
    }

    private final LoadLoop loop;
    private final int port;
    private final List<String> failures;
    private final List<List<Buffer>> sessions;
    private final ThinkTime thinkTime;
    private final Random random;
    private final LoadWindow.Counter counter = new LoadWindow.Counter();
    private final List<User> users = new ArrayList<>();
    private boolean leaving;

    /**
     * No users yet.
     *
     * @param sessions what users send, over and over, to one server; users take these in turns
     */
    public ThinkTimeUsers(List<LoadTarget> sessions, ThinkTime thinkTime) {
        this(new LoadLoop(), sessions, thinkTime);
    }

    /** The same on a loop that is closed with the users. */
    ThinkTimeUsers(LoadLoop loop, List<LoadTarget> sessions, ThinkTime thinkTime) {
        this.loop = loop;
        this.port = sessions.getFirst().port();
        this.failures = sessions.getFirst().failures();
        this.thinkTime = thinkTime;
        this.random = new Random(thinkTime.seed());
        this.sessions = sessions.stream().map(LoadTarget::requests).toList();
    }

    /** Connects users; each sends its first call after a think time. */
    public void start(int count) throws IOException, InterruptedException {
        var _ = loop.await(
                SECONDS_MAX,
                () -> loop.connect(port, count, User::new).onSuccess(_ -> {
                    var _ = counter.next();
                    users.forEach(User::think);
                }));
    }

    /** The results since the last call, or since the start. */
    public LoadWindow look() throws IOException, InterruptedException {
        return loop.await(SECONDS_MAX, () -> Future.succeededFuture(counter.next()));
    }

    /** Returns when no call is in flight and every connection is closed. */
    public void leave() throws IOException, InterruptedException {
        var _ = loop.await(SECONDS_MAX, () -> {
            leaving = true;
            return Future.join(users.stream().map(User::leave).toList());
        });
    }

    @Override
    public void close() {
        loop.close();
    }

    private final class User {
        private final List<Buffer> session;
        private final LoadConnection connection;
        private final Promise<Void> left = Promise.promise();
        private int next;
        private long sentNanos;
        private boolean inFlight;

        User(NetSocketInternal socket) {
            this.session = sessions.get(users.size() % sessions.size());
            this.next = users.size() / sessions.size();
            this.connection = new LoadConnection(socket, failures, (_, status) -> answered(status));
            users.add(this);
        }

        Future<Void> leave() {
            if (!inFlight) {
                end();
            }
            return left.future();
        }

        void think() {
            if (thinkTime.equals(ThinkTime.NONE)) {
                call();
            } else {
                var _ = loop.vertx().setTimer(thinkTime.nextMs(random), _ -> call());
            }
        }

        private void call() {
            if (!leaving && connection.open()) {
                inFlight = true;
                sentNanos = System.nanoTime();
                connection.send(session.get(next++ % session.size()));
            }
        }

        private void answered(int status) {
            inFlight = false;
            counter.add(status, System.nanoTime() - sentNanos, connection.failure());
            if (leaving || !connection.open()) {
                end();
            } else {
                think();
            }
        }

        private void end() {
            connection.close();
            var _ = left.tryComplete();
        }
    }
}
