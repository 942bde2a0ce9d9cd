package dev.tollgate.gateway.http;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.memory.Deadlines;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads complete bodies of one loop, with limits on size and time, and discards unwanted ones. Confined to its event
 * loop.
 */
public final class BodyReader {

    /** The most bytes of a body whose sender is known. */
    private static final int SIZE_MAX = 1 << 20;

    /** From the end of its head to the end of a body. */
    static final Duration TIME_MAX = Duration.ofSeconds(10);

    /** Result of reading. */
    public sealed interface Reading {
        /** All of it. */
        record Whole(Buffer bytes) implements Reading {}

        /** Too large, too slow, or its client went away. */
        record Refused(Refusal refusal) implements Reading {}
    }

    private final Deadlines deadlines = new Deadlines(TIME_MAX);
    private final LargeBodyParser large;
    private final BodyMemory memory;

    public BodyReader(LargeBodyParser large, BodyMemory memory) {
        this.large = large;
        this.memory = memory;
    }

    /** Ends the reading of those that take too long; must be called every {@link Deadlines#TICK}. */
    public void tick() {
        tick(System.nanoTime());
    }

    void tick(long nowNanos) {
        deadlines.tick(nowNanos);
    }

    /** Where large bodies are understood. */
    public LargeBodyParser large() {
        return large;
    }

    /** Whether a body comes with the request, as its head says. */
    public static boolean announced(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? request.headers().contains(HttpHeaders.TRANSFER_ENCODING) : !length.equals("0");
    }

    /** Whether a body comes with the request that may have so many bytes. */
    public static boolean announced(HttpServerRequest request, int bytesMax) {
        return announced(request) && length(request) <= bytesMax;
    }

    /**
     * Reads a request, paused where {@link #announced}, to its end. The future never fails.
     *
     * @param who whose share of the memory for large bodies it takes
     */
    public Future<Reading> read(HttpServerRequest request, Object who) {
        return read(request, who, SIZE_MAX);
    }

    /**
     * The same with a bound of its own, beyond which nothing is kept.
     *
     * @param bytesMax the most bytes of the body
     */
    public Future<Reading> read(HttpServerRequest request, Object who, int bytesMax) {
        return read(request, who, bytesMax, null);
    }

    /**
     * The same of a sender whom nobody knows yet, which may be given up.
     *
     * @param givenUp why the body is not read to its end, once that is so
     */
    public Future<Reading> readOfStranger(HttpServerRequest request, int bytesMax, Future<Refusal> givenUp) {
        return read(request, null, bytesMax, givenUp);
    }

    private Future<Reading> read(
            HttpServerRequest request, @Nullable Object who, int bytesMax, @Nullable Future<Refusal> givenUp) {
        if (!announced(request)) {
            return Future.succeededFuture(new Reading.Whole(Buffer.buffer()));
        }
        if (length(request) > bytesMax) {
            return Future.succeededFuture(tooLarge(bytesMax));
        }
        var connection = ConnectionState.of(request.connection());
        if (connection != null && connection.isBodyBroken()) {
            return Future.succeededFuture(broken());
        }
        if (awaitsContinue(request)) {
            request.response().writeContinue();
        }
        var reader = new Reader(request, who, bytesMax, connection);
        deadlines.join(reader, System.nanoTime());
        reader.listen();
        request.handler(reader::add);
        request.endHandler(_ -> reader.whole());
        request.exceptionHandler(_ -> reader.refused(incomplete()));
        request.resume();
        if (givenUp != null) {
            givenUp.onSuccess(reader::giveUp);
        }
        return reader.reading.future();
    }

    /** Whether the client waits to be told to go on before it sends the body. */
    static boolean awaitsContinue(HttpServerRequest request) {
        return HttpHeaders.CONTINUE.toString().equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
    }

    /** The announced length; -1 if there is none. */
    static long length(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException notALength) {
            return Long.MAX_VALUE;
        }
    }

    private static Reading tooLarge(int bytesMax) {
        return new Reading.Refused(new Refusal.PayloadTooLarge("A body has at most " + bytesMax + " bytes."));
    }

    private static Reading incomplete() {
        return new Reading.Refused(new Refusal.MalformedRequest("The request body is incomplete."));
    }

    private static Reading broken() {
        return new Reading.Refused(new Refusal.MalformedRequest("The chunked encoding of the body is malformed."));
    }

    private final class Reader extends Deadlines.Watched {
        final Promise<Reading> reading = Promise.promise();
        private final HttpServerRequest request;
        private final @Nullable Object who;
        private final int bytesMax;
        private final @Nullable ConnectionState connection;
        private @Nullable Buffer bytes;
        private int counted;

        Reader(HttpServerRequest request, @Nullable Object who, int bytesMax, @Nullable ConnectionState connection) {
            this.request = request;
            this.who = who;
            this.bytesMax = bytesMax;
            this.connection = connection;
        }

        void listen() {
            if (connection != null) {
                connection.whenBodyBreaks(() -> refused(BodyReader.broken()));
            }
        }

        void add(Buffer more) {
            if (bytes == null) {
                bytes = Buffer.buffer(more.length());
            }
            int size = bytes.length() + more.length();
            if (size > bytesMax) {
                refused(tooLarge(bytesMax));
                return;
            }
            var refusal = count(size);
            if (refusal == null) {
                bytes.appendBuffer(more);
            } else {
                refused(new Reading.Refused(refusal));
            }
        }

        private @Nullable Refusal count(int size) {
            if (who == null || !LargeBodyParser.isLarge(size)) {
                return null;
            }
            var refusal = memory.take(who, size - counted);
            if (refusal == null) {
                counted = size;
            }
            return refusal;
        }

        /** A request may live as long as its answer, its body must not. */
        void whole() {
            leave();
            request.handler(null);
            request.endHandler(null);
            request.exceptionHandler(null);
            reading.tryComplete(new Reading.Whole(bytes == null ? Buffer.buffer() : bytes));
        }

        @Override
        protected void timeUp() {
            refused(new Reading.Refused(new Refusal.DeadlineExceeded(false)));
        }

        void giveUp(Refusal why) {
            if (!reading.future().isComplete()) {
                refused(new Reading.Refused(why));
            }
        }

        private void refused(Reading refused) {
            leave();
            bytes = null;
            request.pause();
            reading.tryComplete(refused);
        }

        private void leave() {
            deadlines.leave(this);
            if (who != null && counted > 0) {
                memory.give(who, counted);
                counted = 0;
            }
            if (connection != null) {
                connection.whenBodyBreaks(null);
            }
        }
    }
}
