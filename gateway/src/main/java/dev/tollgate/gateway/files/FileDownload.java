package dev.tollgate.gateway.files;

import dev.tollgate.blobs.BlobRead;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

/** Bytes of a blob on their way into an answer, as fast as the client reads. Confined to its event loop. */
final class FileDownload {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final BlobRead read;
    private final HttpServerResponse response;
    private final long length;
    private final TransferPace pace;
    private final Promise<Void> done = Promise.promise();
    private long sent;

    /** Of an answer with all its headers and this length. */
    FileDownload(Vertx vertx, BlobRead read, HttpServerResponse response, long length, TransferPace pace) {
        this.vertx = vertx;
        this.read = read;
        this.response = response;
        this.length = length;
        this.pace = pace;
    }

    /** Bytes that were written to the connection. */
    long sent() {
        return sent;
    }

    /**
     * Sends everything; fails, and leaves the answer short, if the client went away or is too slow, or the store
     * failed.
     */
    Future<Void> run() {
        if (response.closed()) {
            left();
            return done.future().eventually(this::close);
        }
        response.closeHandler(_ -> left());
        response.exceptionHandler(done::tryFail);
        read.exceptionHandler(done::tryFail);
        read.endHandler(_ -> ended());
        read.handler(this::send);
        var timer = vertx.setPeriodic(LOOK_EVERY.toMillis(), _ -> watch());
        read.resume();
        return done.future().onComplete(_ -> vertx.cancelTimer(timer)).eventually(this::close);
    }

    private void left() {
        done.tryFail(VertxException.noStackTrace("the connection was closed"));
    }

    /** Gives up a client that is too slow. */
    void watch() {
        if (pace.isTooSlow(sent)) {
            done.tryFail(VertxException.noStackTrace("the client was too slow"));
        }
    }

    private void send(Buffer bytes) {
        if (done.future().isComplete()) {
            return;
        }
        sent += bytes.length();
        response.write(bytes).onFailure(done::tryFail);
        if (response.writeQueueFull()) {
            read.pause();
            response.drainHandler(_ -> read.resume());
        }
    }

    private void ended() {
        if (sent == length) {
            response.end().onComplete(done);
        } else {
            done.tryFail(VertxException.noStackTrace("the store gave " + sent + " of " + length + " bytes"));
        }
    }

    private Future<Void> close() {
        return read.close().otherwiseEmpty();
    }
}
