package dev.tollgate.gateway.http;

import dev.tollgate.contract.outcome.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads bodies whole, with a bound on size and time, and gets rid of those nobody wants. */
public final class Bodies {

    public static final int SIZE_MAX = 1 << 20;

    /** How much of an unwanted body is read before the connection is closed instead. */
    public static final int DRAIN_MAX = 64 << 10;

    static final long TIME_MAX_MS = 10_000;

    /** What reading came to. */
    public sealed interface Reading {
        /** All of it. */
        record Whole(Buffer bytes) implements Reading {}

        /** Too large or too slow. */
        record Refused(Refusal refusal) implements Reading {}
    }

    private Bodies() {}

    /** Whether a body comes with the request, as its head says. */
    public static boolean announced(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? request.headers().contains(HttpHeaders.TRANSFER_ENCODING) : !length.equals("0");
    }

    /** Reads a request, paused where {@link #announced}, to its end. Fails only when the client went away. */
    public static Future<Reading> read(HttpServerRequest request) {
        if (!announced(request)) {
            return Future.succeededFuture(new Reading.Whole(Buffer.buffer()));
        }
        if (length(request) > SIZE_MAX) {
            return Future.succeededFuture(tooLarge());
        }
        if (awaitsContinue(request)) {
            request.response().writeContinue();
        }
        var reader = new Reader(request);
        request.handler(reader::add);
        request.endHandler(_ -> reader.whole());
        request.exceptionHandler(reader::broken);
        request.resume();
        return reader.reading
                .future()
                .timeout(TIME_MAX_MS, TimeUnit.MILLISECONDS)
                .recover(failure -> {
                    request.pause();
                    return reader.failure != null
                            ? Future.failedFuture(failure)
                            : Future.succeededFuture(new Reading.Refused(new Refusal.DeadlineExceeded(false)));
                });
    }

    /**
     * Whether the connection must be closed after the answer: too much of the body would have to be read, or nobody
     * knows whether it will come, because the client waits to be told to go on.
     */
    public static boolean mustClose(HttpServerRequest request) {
        return !request.isEnded() && (length(request) > DRAIN_MAX || awaitsContinue(request));
    }

    /**
     * Reads and forgets what is left of a request that was answered already; closes the connection beyond the bound.
     */
    public static void discard(HttpServerRequest request) {
        if (request.isEnded() || !announced(request)) {
            return;
        }
        var left = new int[] {DRAIN_MAX};
        request.handler(bytes -> {
            left[0] -= bytes.length();
            if (left[0] < 0) {
                close(request);
            }
        });
        request.endHandler(null);
        request.exceptionHandler(_ -> {});
        request.resume();
    }

    /** Closes the connection; what the client still sends is lost. */
    public static void close(HttpServerRequest request) {
        request.connection().close().onFailure(_ -> {});
    }

    private static boolean awaitsContinue(HttpServerRequest request) {
        return HttpHeaders.CONTINUE.toString().equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
    }

    private static long length(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException notALength) {
            return Long.MAX_VALUE;
        }
    }

    private static Reading tooLarge() {
        return new Reading.Refused(new Refusal.PayloadTooLarge("A body has at most " + SIZE_MAX + " bytes."));
    }

    private static final class Reader {
        final Promise<Reading> reading = Promise.promise();
        private final HttpServerRequest request;
        private @Nullable Buffer bytes;
        private @Nullable Throwable failure;

        Reader(HttpServerRequest request) {
            this.request = request;
        }

        void add(Buffer more) {
            if (bytes == null) {
                bytes = Buffer.buffer(more.length());
            }
            bytes.appendBuffer(more);
            if (bytes.length() > SIZE_MAX) {
                request.pause();
                reading.tryComplete(tooLarge());
            }
        }

        /** A request may live as long as its answer, its body must not. */
        void whole() {
            request.handler(null);
            request.endHandler(null);
            request.exceptionHandler(null);
            reading.tryComplete(new Reading.Whole(bytes == null ? Buffer.buffer() : bytes));
        }

        void broken(Throwable cause) {
            failure = VertxException.noStackTrace(cause);
            reading.tryFail(failure);
        }
    }
}
