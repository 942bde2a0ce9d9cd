package dev.tollgate.gateway.http;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.AnswerWriter;
import dev.tollgate.gateway.answer.Problem;
import dev.tollgate.runtime.json.JsonText;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Refusals as HTTP responses: the problem document and every header that goes with its code. */
public final class ProblemResponses {

    /** Challenge for a caller without a valid token. A more specific challenge must be set before the refusal. */
    public static final CharSequence AUTHENTICATE = HttpHeaders.createOptimized("WWW-Authenticate");

    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized(ArrivalFactory.REQUEST_ID);
    private static final CharSequence CONTENT_TYPE = HttpHeaders.createOptimized(Problem.CONTENT_TYPE);
    private static final CharSequence CLOSE = HttpHeaders.createOptimized("close");
    private static final CharSequence BEARER = HttpHeaders.createOptimized("Bearer");

    private final AnswerWriter answers;

    public ProblemResponses(AnswerWriter answers) {
        this.answers = answers;
    }

    /** Answers a request whose body may not have been read, and deals with the rest of it. */
    public void send(HttpServerRequest request, Refusal refusal, RequestId requestId, @Nullable TenantId tenant) {
        var response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        head(response, refusal, requestId);
        finish(request, answers.problem(refusal, requestId, tenant));
    }

    /** Answers a request that cannot be trusted to end where it says, and closes its connection. */
    public void sendAndClose(HttpServerRequest request, Refusal refusal, RequestId requestId) {
        var watch = ConnectionState.of(request.connection());
        if (watch != null) {
            watch.shut();
        }
        head(request.response(), refusal, requestId);
        finish(request, answers.problem(refusal, requestId, null), true);
    }

    private static void head(HttpServerResponse response, Refusal refusal, RequestId requestId) {
        BrowserHeaders.typed(response);
        response.setStatusCode(Problem.status(refusal))
                .putHeader(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE)
                .putHeader(REQUEST_ID, requestId.text());
        var seconds = Problem.retryAfterSeconds(refusal);
        if (seconds != null) {
            response.putHeader(HttpHeaders.RETRY_AFTER, seconds.toString());
        }
        if (refusal instanceof Refusal.MethodNotAllowed(var allowed)) {
            response.putHeader(HttpHeaders.ALLOW, String.join(", ", new TreeSet<>(allowed)));
        }
        if (refusal instanceof Refusal.Unauthorized && !response.headers().contains(AUTHENTICATE)) {
            response.putHeader(AUTHENTICATE, BEARER);
        }
    }

    /** Sends the bytes, none for HEAD, then reads, forgets or cuts off what the client still sends. */
    public static void finish(HttpServerRequest request, Buffer bytes) {
        finish(request, bytes, BodyDrainer.costsTheConnection(request));
    }

    /** The same with a text, which may be used again at once: it is copied into memory of the connection. */
    public static void finish(HttpServerRequest request, JsonText text) {
        if (request.method().equals(HttpMethod.HEAD)) {
            finish(request, Buffer.buffer(text.toBytes()));
            return;
        }
        boolean close = BodyDrainer.costsTheConnection(request);
        announce(request.response(), close);
        var channel = ((HttpServerConnection) request.connection()).channelHandlerContext();
        drain(request, end(request.response(), text.toByteBuf(channel.alloc())), close);
    }

    /**
     * Ends the response with this memory, which is released once it is written or cannot be: Vert.x writes a slice that
     * Netty does not release.
     */
    static Future<Void> end(HttpServerResponse response, ByteBuf memory) {
        try {
            return response.end(BufferInternal.buffer(memory)).onComplete(_ -> memory.release());
        } catch (RuntimeException unwritten) {
            memory.release();
            throw unwritten;
        }
    }

    private static void finish(HttpServerRequest request, Buffer bytes, boolean close) {
        var response = request.response();
        announce(response, close);
        var sent = request.method().equals(HttpMethod.HEAD)
                ? response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(bytes.length()))
                        .end()
                : response.end(bytes);
        drain(request, sent, close);
    }

    static void announce(HttpServerResponse response, boolean close) {
        if (close) {
            response.putHeader(HttpHeaders.CONNECTION, CLOSE);
        }
    }

    static void drain(HttpServerRequest request, Future<Void> sent, boolean close) {
        if (close) {
            BodyDrainer.forgetAndClose(request, sent);
        } else {
            BodyDrainer.forget(request);
        }
    }
}
