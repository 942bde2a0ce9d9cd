package dev.tollgate.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;

/**
 * What is still to come of a request that was answered already. It is read and forgotten; where it is more than a
 * little, the connection closes behind it. To close it at once would reset it while its client sends, and the client
 * would lose the answer (RFC 9112, section 9.6). Confined to its event loop.
 */
final class Remainder {

    /** How much is read for the sake of the connection. */
    private static final int KEPT_MAX = 64 << 10;

    /** How much is read for the sake of the answer. */
    private static final int READ_MAX = 16 << 20;

    /** How long a client may go on sending after the answer. */
    private static final long READ_MS_MAX = 1_000;

    private final HttpServerRequest request;
    private long read;
    private boolean closes;

    private Remainder(HttpServerRequest request) {
        this.request = request;
    }

    /**
     * Whether the connection cannot be used any more: too much would have to be read, or nobody knows whether it will
     * come, because the client waits to be told to go on.
     */
    static boolean costsTheConnection(HttpServerRequest request) {
        return !request.isEnded() && (Bodies.length(request) > KEPT_MAX || Bodies.awaitsContinue(request));
    }

    /** Reads and forgets; the connection stays if it is little. */
    static void forget(HttpServerRequest request) {
        if (!request.isEnded() && Bodies.announced(request)) {
            new Remainder(request).forget();
        }
    }

    /** Reads and forgets, and closes the connection behind it once the answer has left. */
    static void forgetAndClose(HttpServerRequest request, Future<Void> answered) {
        answered.onComplete(_ -> new Remainder(request).close());
    }

    private void forget() {
        request.handler(this::more);
        request.endHandler(null);
        request.exceptionHandler(_ -> {});
        request.resume();
    }

    private void more(Buffer bytes) {
        read += bytes.length();
        if (read > KEPT_MAX && !closes) {
            close();
        } else if (read > READ_MAX) {
            end();
        }
    }

    private void close() {
        if (request.isEnded()) {
            end();
            return;
        }
        closes = true;
        var vertx = Objects.requireNonNull(Vertx.currentContext(), "requests live on an event loop")
                .owner();
        long late = vertx.setTimer(READ_MS_MAX, _ -> end());
        request.handler(this::more);
        request.endHandler(_ -> {
            vertx.cancelTimer(late);
            end();
        });
        request.exceptionHandler(_ -> vertx.cancelTimer(late));
        request.resume();
    }

    private void end() {
        request.connection().close().onFailure(_ -> {});
    }
}
