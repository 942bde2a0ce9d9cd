package dev.tollgate.gateway.mcp;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.http.Arrivals;
import dev.tollgate.gateway.http.CallHeaders;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.gateway.pipeline.Ending;
import dev.tollgate.gateway.pipeline.Visit;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Writes what an MCP client gets over HTTP. A client that has gone is not written to. */
final class McpResponses {

    static final int OK = 200;
    static final int ACCEPTED = 202;
    static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private final ProblemResponses problems;

    McpResponses(ProblemResponses problems) {
        this.problems = problems;
    }

    /** A JSON-RPC message to a known caller. */
    void send(HttpServerRequest request, Visit visit, Ending<?> ending, int status, Buffer message) {
        var response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        CallHeaders.about(response, visit);
        CallHeaders.metered(response, ending);
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        ProblemResponses.finish(request, message);
    }

    /** Taken, and nothing to say. */
    void accepted(HttpServerRequest request, Visit visit) {
        var response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        CallHeaders.about(response, visit);
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
    void refuse(HttpServerRequest request, Visit visit, Refusal refusal) {
        CallHeaders.about(request.response(), visit);
        problems.send(request, refusal, visit.arrival().requestId(), visit.tenant());
    }
}
