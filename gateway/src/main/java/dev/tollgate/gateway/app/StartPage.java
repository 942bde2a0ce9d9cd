package dev.tollgate.gateway.app;

import static io.netty.handler.codec.http.HttpResponseStatus.FOUND;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.http.ArrivalFactory;
import dev.tollgate.gateway.http.BrowserHeaders;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.pipeline.Arrival;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** The root of a listener: leads people with a browser to the console or the reference; programs get 404. */
final class StartPage {

    private static final String CONSOLE = "/console";
    private static final String DOCS = "/docs";

    private StartPage() {}

    static void answer(HttpServerRequest request, Arrival arrival, ListenerPlanes planes, ProblemResponses problems) {
        var accepted = request.getHeader(HttpHeaders.ACCEPT);
        var reads = request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        if (!reads || accepted == null || !accepted.contains("text/html")) {
            problems.send(request, new Refusal.RouteNotFound(), arrival.requestId(), null);
            return;
        }
        BrowserHeaders.typed(request.response());
        request.response()
                .setStatusCode(FOUND.code())
                .putHeader(HttpHeaders.LOCATION, planes.console(CONSOLE) ? CONSOLE : DOCS)
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .putHeader(ArrivalFactory.REQUEST_ID, arrival.requestId().text());
        ProblemResponses.finish(request, Buffer.buffer());
    }
}
