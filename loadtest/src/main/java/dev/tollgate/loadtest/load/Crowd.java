package dev.tollgate.loadtest.load;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Many callers at once, each on a connection of its own that stays open, who think between an answer and their next
 * call. All of it happens on one event loop, so that the crowd costs the machine little.
 */
public final class Crowd implements AutoCloseable {

    /** So many connections are opened at a time. */
    private static final int CONNECT_AT_ONCE = 64;

    private static final int SECONDS_MAX = 60;

    /**
     * How long callers think: any time between the two.
     *
     * @param seed of what is random
     */
    public record Thinking(Duration least, Duration most, long seed) {

        long pauseMs(Random random) {
            return random.nextLong(Math.max(least.toMillis(), 1), most.toMillis() + 2);
        }
    }

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    private final Context loop = vertx.getOrCreateContext();
    /** Kept: a client that nothing refers to closes its connections. */
    private final NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));

    private final int port;
    private final List<String> failures;
    private final List<List<Buffer>> parts;
    private final Thinking thinking;
    private final Random random;
    private final Crowded counted = new Crowded(System.nanoTime());
    private final List<Caller> callers = new ArrayList<>();
    private boolean leaving;

    /**
     * A crowd to be.
     *
     * @param parts what callers send, over and over; callers take these in turns
     * @param failures what stands in the body of an answer that is none, whatever its status
     */
    public Crowd(int port, List<List<Request>> parts, List<String> failures, Thinking thinking) {
        this.port = port;
        this.failures = List.copyOf(failures);
        this.thinking = thinking;
        this.random = new Random(thinking.seed());
        this.parts = parts.stream()
                .map(requests -> requests.stream()
                        .map(request -> Buffer.buffer(request.bytes(Target.HOST + ":" + port)))
                        .toList())
                .toList();
    }

    /** Connects so many; each begins some time within the first pause. */
    public void come(int count) throws IOException, InterruptedException {
        var _ = await(() -> connected(0, count));
    }

    /** What was seen since the last look, or since the beginning. */
    public Crowded.Slice look() throws IOException, InterruptedException {
        return await(() -> Future.succeededFuture(counted.next(System.nanoTime())));
    }

    /** Ends when nothing is under way, and closes every connection. */
    public void leave() throws IOException, InterruptedException {
        var _ = await(() -> {
            leaving = true;
            return Future.join(callers.stream().map(Caller::gone).toList());
        });
    }

    private Future<?> connected(int from, int count) {
        if (from >= count) {
            return Future.succeededFuture();
        }
        List<Future<?>> some = new ArrayList<>();
        for (int i = from; i < Math.min(count, from + CONNECT_AT_ONCE); i++) {
            var part = parts.get(i % parts.size());
            int first = i / parts.size();
            some.add(client.connect(port, Target.HOST)
                    .onSuccess(socket -> callers.add(new Caller(socket, part, first))));
        }
        return Future.all(some).compose(_ -> connected(from + CONNECT_AT_ONCE, count));
    }

    /** On the loop of the crowd. */
    private <T> T await(Supplier<Future<T>> work) throws IOException, InterruptedException {
        Promise<T> done = Promise.promise();
        loop.runOnContext(_ -> work.get().onComplete(done));
        try {
            return done.future().toCompletionStage().toCompletableFuture().get(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the crowd broke", e);
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** One of them. */
    private final class Caller {
        private final List<Buffer> part;
        private final Lane lane;
        private final Promise<Void> gone = Promise.promise();
        private int turn;
        private long sentNanos;
        private boolean asking;

        Caller(NetSocket socket, List<Buffer> part, int first) {
            this.part = part;
            this.turn = first;
            this.lane = new Lane(socket, failures, (_, status) -> answered(status));
            think();
        }

        Future<Void> gone() {
            if (!asking) {
                end();
            }
            return gone.future();
        }

        private void think() {
            var _ = vertx.setTimer(thinking.pauseMs(random), _ -> ask());
        }

        private void ask() {
            if (!leaving && lane.open()) {
                asking = true;
                sentNanos = System.nanoTime();
                lane.send(part.get(turn++ % part.size()));
            }
        }

        private void answered(int status) {
            asking = false;
            counted.add(status, System.nanoTime() - sentNanos, lane.said());
            if (leaving || !lane.open()) {
                end();
            } else {
                think();
            }
        }

        private void end() {
            lane.close();
            var _ = gone.tryComplete();
        }
    }
}
