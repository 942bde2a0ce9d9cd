package dev.tollgate.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.Iterator;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a body that is made while it is sent: each piece in a task of its own, so that the event loop serves others
 * between two of them, and none while the client has not read those before. A client that has not read everything after
 * {@link HttpConnections#ANSWER_MAX} is given up. Confined to its event loop.
 */
public final class PiecewiseBody {

    private static final Logger LOGGER = LoggerFactory.getLogger(PiecewiseBody.class);

    /** From piece to piece, by a timer: sockets are served before a timer, but not before a task that is queued. */
    private static final long PAUSE_MS = 1;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Iterator<Buffer> pieces;
    private final LongSupplier nanos;
    private final long beganNanos;
    private final boolean closes;

    private PiecewiseBody(HttpServerRequest request, Iterator<Buffer> pieces, LongSupplier nanos) {
        this.request = request;
        this.response = request.response();
        this.pieces = pieces;
        this.nanos = nanos;
        this.beganNanos = nanos.getAsLong();
        this.closes = BodyDrainer.costsTheConnection(request) || request.version() == HttpVersion.HTTP_1_0;
    }

    /**
     * Sends these pieces, of which there is one at least; a single one with its length. Status and headers are set. If
     * a later piece cannot be made, the connection is closed, which tells the client that the body is incomplete.
     */
    public static void send(HttpServerRequest request, Iterator<Buffer> pieces) {
        send(request, pieces, System::nanoTime);
    }

    /** The same at the time that {@code nanos} tells, as {@link System#nanoTime()} does. */
    static void send(HttpServerRequest request, Iterator<Buffer> pieces, LongSupplier nanos) {
        var first = pieces.next();
        if (pieces.hasNext()) {
            new PiecewiseBody(request, pieces, nanos).begin(first);
        } else {
            ProblemResponses.finish(request, first);
        }
    }

    private void begin(Buffer first) {
        ProblemResponses.announce(response, closes);
        if (request.method().equals(HttpMethod.HEAD)) {
            ProblemResponses.drain(request, response.end(), closes);
            return;
        }
        response.setChunked(true);
        write(first);
    }

    private void write(Buffer piece) {
        if (!pieces.hasNext()) {
            ProblemResponses.drain(request, response.end(piece), closes);
            return;
        }
        response.write(piece).onFailure(_ -> giveUp());
        if (response.writeQueueFull()) {
            response.drainHandler(_ -> {
                response.drainHandler(null);
                pause();
            });
        } else {
            pause();
        }
    }

    private void pause() {
        var loop = ((HttpServerConnection) request.connection()).context();
        loop.owner().setTimer(PAUSE_MS, _ -> next());
    }

    private void next() {
        if (response.closed()) {
            return;
        }
        if (nanos.getAsLong() - beganNanos > HttpConnections.ANSWER_MAX.toNanos()) {
            giveUp();
            return;
        }
        Buffer piece;
        try {
            piece = pieces.next();
        } catch (RuntimeException broken) {
            LOGGER.atError()
                    .addKeyValue("reason", String.valueOf(broken.getMessage()))
                    .setCause(broken)
                    .log("failed to make a part of an answer, the answer ends early");
            giveUp();
            return;
        }
        write(piece);
    }

    private void giveUp() {
        request.connection().close().onFailure(_ -> {});
    }
}
