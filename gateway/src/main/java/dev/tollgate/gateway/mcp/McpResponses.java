package dev.tollgate.gateway.mcp;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.http.Arrivals;
import dev.tollgate.gateway.http.CallHeaders;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.gateway.pipeline.CallResult;
import dev.tollgate.gateway.pipeline.RequestContext;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Writes what an MCP client gets over HTTP. A client that has gone is not written to. */
final class McpResponses {

    static final int OK = 200;
    static final int ACCEPTED = 202;
    static final int BAD_REQUEST = 400;
    static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream");
    private static final CharSequence BUFFERING = HttpHeaders.createOptimized("X-Accel-Buffering");
    private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");
    private static final CharSequence NO = HttpHeaders.createOptimized("no");
    private static final Buffer EVENT = Buffer.buffer("event: message\ndata: ");
    private static final Buffer EVENT_END = Buffer.buffer("\n\n");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private final ProblemResponses problems;

    McpResponses(ProblemResponses problems) {
        this.problems = problems;
    }

    /** A JSON-RPC message to a known caller. */
    void send(HttpServerRequest request, RequestContext context, CallResult<?> result, int status, Buffer message) {
        var response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        CallHeaders.about(response, context);
        CallHeaders.metered(response, result);
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        ProblemResponses.finish(request, message);
    }

    /** Begins an event stream to a known caller. */
    void stream(HttpServerRequest request, RequestContext context) {
        var response = request.response();
        CallHeaders.about(response, context);
        response.setStatusCode(OK)
                .setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE)
                .putHeader(BUFFERING, NO);
    }

    /** A message as an event of a stream; a message has no line ends. */
    static Buffer event(Buffer message) {
        return Buffer.buffer(message.length() + EVENT.length() + EVENT_END.length())
                .appendBuffer(EVENT)
                .appendBuffer(message)
                .appendBuffer(EVENT_END);
    }

    /** Taken, and nothing to say. */
    void accepted(HttpServerRequest request, RequestContext context) {
        var response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        CallHeaders.about(response, context);
        response.setStatusCode(ACCEPTED);
        ProblemResponses.finish(request, Buffer.buffer());
    }

    /** Led here under a name that is not ours, or by a page that is not ours. */
    void foreign(HttpServerRequest request, Arrival arrival) {
        request.response()
                .setStatusCode(FORBIDDEN)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(Arrivals.REQUEST_ID, arrival.requestId().text());
        ProblemResponses.finish(request, Rpc.error(null, Rpc.INVALID_REQUEST, "This Host or Origin is not allowed."));
    }

    /** Refused by HTTP status, before anyone is known. */
    void refuse(HttpServerRequest request, Arrival arrival, Refusal refusal) {
        problems.send(request, refusal, arrival.requestId(), null);
    }

    /** Refused by HTTP status. */
    void refuse(HttpServerRequest request, RequestContext context, Refusal refusal) {
        refuse(request, context, refusal, null);
    }

    /**
     * Refused by HTTP status.
     *
     * @param challenge what a better token must have; null where none would help
     */
    void refuse(HttpServerRequest request, RequestContext context, Refusal refusal, @Nullable String challenge) {
        var response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (challenge != null) {
            response.putHeader(ProblemResponses.AUTHENTICATE, challenge);
        }
        CallHeaders.about(response, context);
        problems.send(request, refusal, context.arrival().requestId(), context.tenant());
    }
}
