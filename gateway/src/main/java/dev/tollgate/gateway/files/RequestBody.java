package dev.tollgate.gateway.files;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that can be given up: then its reader fails at once, also before the request tells it, or where
 * the request tells nothing any more. Confined to its event loop.
 */
final class RequestBody implements ReadStream<Buffer> {

    private final HttpServerRequest request;
    private @Nullable Handler<Throwable> exceptionHandler;
    private @Nullable Throwable failure;
    private boolean ended;

    /** Of a request that is paused. */
    RequestBody(HttpServerRequest request) {
        this.request = request;
        request.exceptionHandler(this::abort);
    }

    /** Gives up; does nothing once the body has ended. */
    void abort(Throwable cause) {
        if (ended || failure != null) {
            return;
        }
        failure = cause;
        var handler = exceptionHandler;
        if (handler != null) {
            handler.handle(cause);
        }
    }

    @Override
    public RequestBody exceptionHandler(@Nullable Handler<Throwable> to) {
        exceptionHandler = to;
        var cause = failure;
        if (to != null && cause != null) {
            to.handle(cause);
        }
        return this;
    }

    @Override
    public RequestBody handler(@Nullable Handler<Buffer> to) {
        request.handler(to);
        return this;
    }

    @Override
    public RequestBody endHandler(@Nullable Handler<Void> to) {
        request.endHandler(_ -> {
            ended = true;
            if (to != null) {
                to.handle(null);
            }
        });
        return this;
    }

    @Override
    public RequestBody pause() {
        request.pause();
        return this;
    }

    @Override
    public RequestBody resume() {
        request.resume();
        return this;
    }

    @Override
    public RequestBody fetch(long amount) {
        request.fetch(amount);
        return this;
    }
}
