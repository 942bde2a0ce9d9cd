package dev.tollgate.runtime.redis;

import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.internal.ContextInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests of one event loop to one Redis server, carried in batches: at most {@link #IN_FLIGHT_MAX} are on their way,
 * and what arrives meanwhile makes the next one. The first entry of a quiet moment leaves at the end of its tick. Used
 * on the loop on which it was made; calls from elsewhere are carried over.
 *
 * <p>An entry without an answer within {@link #ANSWER_MAX} fails with {@link Failure#effectUnknown()}, unless it is
 * proven that it was never sent. Nothing is sent twice, with one exception: the server says that it does not know the
 * function, which proves that nothing ran; then the library is loaded and the batch goes out again, once.
 *
 * @param <E> one entry
 */
public final class RedisBatches<E> {
    public static final int IN_FLIGHT_MAX = 2;
    public static final Duration ANSWER_MAX = Duration.ofMillis(50);

    /** Entries of one batch: longer ones would hold up everybody else on the server. */
    public static final int BATCH_MAX = 256;

    /** Entries that wait; more would only wait to fail. */
    public static final int WAITING_MAX = 8_192;

    private static final long SWEEP_EVERY_MS = 5;
    private static final String FUNCTION_NOT_FOUND = "ERR Function not found";

    private static final Set<String> NOT_TAKEN = Set.of(
            "LOADING",
            "READONLY",
            "MASTERDOWN",
            "NOREPLICAS",
            "OOM",
            "BUSY",
            "CLUSTERDOWN",
            "MOVED",
            "ASK",
            "TRYAGAIN",
            "MISCONF",
            "NOAUTH",
            "NOPERM");

    private record Entry<E>(E value, Promise<Response> promise, long sinceNanos) {}

    private final ContextInternal context;
    private final RedisLink link;
    private final BatchEncoding<E> encoding;
    private final ArrayDeque<Entry<E>> waiting = new ArrayDeque<>();
    private final List<List<Entry<E>>> onTheWay = new ArrayList<>();
    private boolean leaving;
    private boolean watched;

    private RedisBatches(ContextInternal context, RedisLink link, BatchEncoding<E> encoding) {
        this.context = context;
        this.link = link;
        this.encoding = encoding;
    }

    /**
     * On the caller's event loop, or on a new one where the caller has none; connects by itself, now and after a loss.
     */
    public static <E> RedisBatches<E> open(Vertx vertx, String url, BatchEncoding<E> encoding) {
        var context = ((ContextInternal) vertx.getOrCreateContext()).unwrap();
        var link = new RedisLink(context, url, encoding.library());
        var batches = new RedisBatches<>(context, link, encoding);
        context.runOnContext(_ -> link.connect());
        return batches;
    }

    /** The answer to one entry; an error of the server fails it. */
    public Future<Response> submit(E value) {
        var caller = ContextInternal.current();
        var promise = caller == null ? Promise.<Response>promise() : caller.<Response>promise();
        var entry = new Entry<>(value, promise, System.nanoTime());
        if (context.inThread()) {
            add(entry);
        } else {
            context.runOnContext(_ -> add(entry));
        }
        return promise.future();
    }

    ContextInternal context() {
        return context;
    }

    /** Whether there is a connection right now; for health. */
    public boolean connected() {
        return link.connected();
    }

    public Future<Void> close() {
        var closed = Promise.<Void>promise();
        context.runOnContext(_ -> {
            failWaiting("Redis is closed");
            link.close().onComplete(closed);
        });
        return closed.future();
    }

    private void add(Entry<E> entry) {
        if (waiting.size() >= WAITING_MAX) {
            entry.promise.fail(neverSent("too many requests wait for Redis"));
            return;
        }
        waiting.add(entry);
        watch();
        if (!leaving) {
            leaving = true;
            context.nettyEventLoop().execute(() -> context.dispatch(this::leave));
        }
    }

    private void leave() {
        leaving = false;
        while (!waiting.isEmpty() && onTheWay.size() < IN_FLIGHT_MAX && link.connected()) {
            var batch = new ArrayList<Entry<E>>(Math.min(waiting.size(), BATCH_MAX));
            for (var next = waiting.poll(); next != null; next = batch.size() < BATCH_MAX ? waiting.poll() : null) {
                batch.add(next);
            }
            onTheWay.add(batch);
            send(batch);
        }
        if (!link.connected()) {
            link.connect();
        }
    }

    private void send(List<Entry<E>> batch) {
        var command = encoding.command(batch.stream().map(Entry::value).toList());
        link.send(command)
                .recover(cause -> functionMissing(cause)
                        ? link.load().compose(_ -> link.send(command))
                        : Future.failedFuture(cause))
                .onComplete(answered -> {
                    onTheWay.remove(batch);
                    if (answered.succeeded()) {
                        hand(batch, answered.result());
                    } else {
                        batch.forEach(entry -> entry.promise.tryFail(failure(answered.cause())));
                    }
                    leave();
                });
    }

    private static <E> void hand(List<Entry<E>> batch, @Nullable Response answer) {
        if (answer == null || answer.type() != ResponseType.MULTI || answer.size() != batch.size()) {
            batch.forEach(entry -> entry.promise.tryFail(new IllegalStateException("Redis answered another shape")));
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            var own = answer.get(i);
            var promise = batch.get(i).promise;
            var _ = own instanceof ErrorType error ? promise.tryFail(error) : promise.tryComplete(own);
        }
    }

    /** Looks after the time for as long as somebody waits. */
    private void watch() {
        if (!watched) {
            watched = true;
            context.owner().setTimer(SWEEP_EVERY_MS, _ -> context.runOnContext(_ -> sweep()));
        }
    }

    private void sweep() {
        watched = false;
        var tooOld = System.nanoTime() - ANSWER_MAX.toNanos();
        while (!waiting.isEmpty() && waiting.peek().sinceNanos - tooOld < 0) {
            waiting.remove().promise.tryFail(neverSent("Redis cannot be reached or is too slow"));
        }
        for (var batch : onTheWay) {
            for (var entry : batch) {
                if (entry.sinceNanos - tooOld < 0) {
                    entry.promise.tryFail(Failure.Unavailable.unknown(
                            "Redis did not answer in time", VertxException.noStackTrace("no answer")));
                }
            }
        }
        link.sweep();
        if (!waiting.isEmpty() || !onTheWay.isEmpty()) {
            watch();
        }
    }

    private void failWaiting(String message) {
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            next.promise.tryFail(neverSent(message));
        }
    }

    private static boolean functionMissing(Throwable cause) {
        return cause instanceof ErrorType && String.valueOf(cause.getMessage()).startsWith(FUNCTION_NOT_FOUND);
    }

    /** A server that does not take commands says so before anything runs; a lost connection leaves that open. */
    private static Throwable failure(Throwable cause) {
        if (cause instanceof ErrorType error) {
            return NOT_TAKEN.stream().anyMatch(error::is)
                    ? Failure.Unavailable.before("Redis does not take commands: " + error.getMessage(), error)
                    : error;
        }
        return Failure.Unavailable.unknown("the connection to Redis was lost", cause);
    }

    private static Failure neverSent(String message) {
        return Failure.Unavailable.before(message, VertxException.noStackTrace(message));
    }

    static Request load(String library) {
        return Request.cmd(Command.FUNCTION).arg("LOAD").arg("REPLACE").arg(library);
    }
}
