package dev.tollgate.gateway.app;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.http.ArrivalFactory;
import dev.tollgate.gateway.http.BodyReader;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.http.RequestHeadValidator;
import dev.tollgate.gateway.mcp.authorization.ProtectedResource;
import dev.tollgate.gateway.openapi.Documents;
import dev.tollgate.gateway.pipeline.Arrival;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Routes every request of one listener: validates its head, then passes it to the reader of its path. Documents are
 * public; any other unknown path is 404 without a credential.
 */
final class ListenerRouter {

    private static final String ROOT = "/";
    private static final CharSequence CLOSE = HttpHeaders.createOptimized("close");

    /**
     * Readers by protocol.
     *
     * @param oauth the MCP resource metadata; null if tokens are not accepted
     */
    record Readers(
            BiConsumer<HttpServerRequest, Arrival> rest,
            BiConsumer<HttpServerRequest, Arrival> mcp,
            BiConsumer<HttpServerRequest, Arrival> files,
            BiConsumer<HttpServerRequest, Arrival> console,
            Documents documents,
            @Nullable ProtectedResource oauth) {}

    private final ArrivalFactory arrivals;
    private final ProblemResponses problems;
    private final Readers readers;
    private final PublicPages pages;
    private final ListenerPlanes planes;

    /**
     * The router of one listener.
     *
     * @param planes what it serves
     */
    ListenerRouter(ArrivalFactory arrivals, ProblemResponses problems, Readers readers, ListenerPlanes planes) {
        this.arrivals = arrivals;
        this.problems = problems;
        this.readers = readers;
        this.pages = new PublicPages(readers.documents(), readers.oauth(), planes, problems);
        this.planes = planes;
    }

    void handle(HttpServerRequest request) {
        if (BodyReader.announced(request)) {
            request.pause();
        }
        var path = request.path();
        var surface = path == null ? Surface.REST : planes.surface(path);
        var arrival = arrivals.arrival(request, surface == null ? Surface.REST : surface);
        var insane = path == null
                ? new Refusal.MalformedRequest("Invalid request target.")
                : RequestHeadValidator.refusal(request);
        if (insane != null) {
            problems.sendAndClose(request, insane, arrival.requestId());
        } else if (surface == null && planes.files(path)) {
            readers.files().accept(request, arrival);
        } else if (surface == null && planes.console(path)) {
            readers.console().accept(request, arrival);
        } else if (surface == null && path.equals(ROOT)) {
            StartPage.answer(request, arrival, planes, problems);
        } else if (surface == null) {
            pages.answer(request, arrival);
        } else {
            switch (surface) {
                case REST, CONTROL, WEBHOOK, JOB -> readers.rest().accept(request, arrival);
                case MCP -> readers.mcp().accept(request, arrival);
            }
        }
    }

    /** A request whose head the server could not read. */
    void handleInvalid(HttpServerRequest request) {
        var arrival = arrivals.arrival(request, Surface.REST);
        request.response().putHeader(HttpHeaders.CONNECTION, CLOSE);
        problems.send(request, new Refusal.MalformedRequest("Malformed HTTP request."), arrival.requestId(), null);
    }
}
