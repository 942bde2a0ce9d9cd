package dev.tollgate.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * Reads and discards the rest of a request that was answered before its body had arrived; closes the connection if more
 * than a little remains. Closing at once would reset the connection while its client sends, and the client would lose
 * the answer (RFC 9112, section 9.6). {@link HttpConnections#DRAIN_MAX} bounds the time from when the answer is sent.
 * Confined to its event loop.
 */
final class BodyDrainer {

    /** Maximum that is read to keep the connection open. */
    private static final int KEPT_MAX = 64 << 10;

    /** Maximum that is read so that the client gets its answer. */
    private static final int READ_MAX = 16 << 20;

    private final HttpServerRequest request;
    private long read;
    private boolean closes;

    private BodyDrainer(HttpServerRequest request, boolean closes) {
        this.request = request;
        this.closes = closes;
    }

    /**
     * Whether the connection cannot be used any more: too much would have to be read, or it is unknown whether it will
     * come (the client waits for 100 Continue) or where it ends.
     */
    static boolean costsTheConnection(HttpServerRequest request) {
        return !request.isEnded()
                && (BodyReader.length(request) > KEPT_MAX || BodyReader.awaitsContinue(request) || isBroken(request));
    }

    /** Reads and forgets; the connection stays if it is little. */
    static void forget(HttpServerRequest request) {
        if (!request.isEnded() && BodyReader.announced(request)) {
            new BodyDrainer(request, false).forget();
        }
    }

    /** Reads and forgets, and closes the connection behind it once the answer has left. */
    static void forgetAndClose(HttpServerRequest request, Future<Void> answered) {
        answered.onComplete(_ -> new BodyDrainer(request, true).forget());
    }

    private static boolean isBroken(HttpServerRequest request) {
        var watch = ConnectionState.of(request.connection());
        return watch != null && watch.isBodyBroken();
    }

    private void forget() {
        if (request.isEnded()) {
            whole();
            return;
        }
        request.handler(this::more);
        request.endHandler(_ -> whole());
        request.exceptionHandler(_ -> {});
        request.resume();
    }

    private void more(Buffer bytes) {
        read += bytes.length();
        closes |= read > KEPT_MAX;
        if (read > READ_MAX) {
            // The connection stays open until the answer has been sent, which may have to wait.
            request.pause();
            close();
        }
    }

    private void whole() {
        if (closes) {
            close();
        }
    }

    private void close() {
        request.connection().close().onFailure(_ -> {});
    }
}
