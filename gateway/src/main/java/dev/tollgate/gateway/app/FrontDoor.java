package dev.tollgate.gateway.app;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Route;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.RouteTrie;
import dev.tollgate.gateway.http.Arrivals;
import dev.tollgate.gateway.http.Bodies;
import dev.tollgate.gateway.http.Heads;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.mcp.authorization.ProtectedResource;
import dev.tollgate.gateway.openapi.Document;
import dev.tollgate.gateway.openapi.Documents;
import dev.tollgate.gateway.pipeline.Arrival;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where every request of one loop comes in: a sane head first, then the reader its path belongs to. Documents are for
 * anybody; whatever else is unknown here is 404 without a credential.
 */
final class FrontDoor {

    private static final CharSequence CLOSE = HttpHeaders.createOptimized("close");
    private static final String APP = "/v1";
    private static final String CONTROL = "/control/v1";
    private static final String MCP = "/mcp";

    /** The issuer of an installation hardly ever changes, and a client that fails asks anew. */
    private static final String METADATA_KEPT = "public, max-age=3600";

    /**
     * Who takes what.
     *
     * @param oauth what is told about tokens for MCP; null where none is taken
     */
    record Readers(
            BiConsumer<HttpServerRequest, Arrival> rest,
            BiConsumer<HttpServerRequest, Arrival> mcp,
            Documents documents,
            @Nullable ProtectedResource oauth) {}

    /** Something to read: the same for everybody, but for what its path names. */
    @FunctionalInterface
    private interface Page {

        /** Null where the path names nothing that could be there. */
        @Nullable Document at(RouteTrie.Match.Found<Page> found);
    }

    private final Arrivals arrivals;
    private final ProblemResponses problems;
    private final Readers readers;
    private final RouteTrie<Page> documents;
    private final BooleanSupplier draining;

    FrontDoor(Arrivals arrivals, ProblemResponses problems, Readers readers, BooleanSupplier draining) {
        this.arrivals = arrivals;
        this.problems = problems;
        this.readers = readers;
        this.documents = RouteTrie.of(pages(readers));
        this.draining = draining;
    }

    private static Map<Route, Page> pages(Readers readers) {
        var pages = new LinkedHashMap<Route, Page>();
        readers.documents().byRoute().forEach((route, document) -> pages.put(route, _ -> document));
        var oauth = readers.oauth();
        if (oauth != null) {
            var whole = metadata(oauth, null);
            pages.put(new Route("GET", ProtectedResource.PATH), _ -> whole);
            pages.put(
                    new Route("GET", ProtectedResource.WORKSPACE_PATH),
                    found -> TypeId.parse(
                                    TypeId.prefix(WorkspaceId.class),
                                    found.parameters().getFirst())
                            .map(id -> metadata(oauth, new WorkspaceId(id)))
                            .orElse(null));
        }
        return pages;
    }

    private static Document metadata(ProtectedResource oauth, @Nullable WorkspaceId workspace) {
        return Document.of("application/json", oauth.metadata(workspace)).kept(METADATA_KEPT);
    }

    void handle(HttpServerRequest request) {
        if (Bodies.announced(request)) {
            request.pause();
        }
        closeWhileDraining(request.response());
        var path = request.path();
        var surface = path == null ? Surface.REST : surface(path);
        var arrival = arrivals.arrival(request, surface == null ? Surface.REST : surface);
        var insane =
                path == null ? new Refusal.MalformedRequest("The request target is not one.") : Heads.refusal(request);
        if (insane != null) {
            problems.send(request, insane, arrival.requestId(), null);
        } else if (surface == null) {
            document(request, arrival);
        } else {
            switch (surface) {
                case REST, CONTROL, WEBHOOK -> readers.rest().accept(request, arrival);
                case MCP -> readers.mcp().accept(request, arrival);
            }
        }
    }

    /** Asked when the answer leaves, not when the call comes: what is under way when the drain begins is told too. */
    private void closeWhileDraining(HttpServerResponse response) {
        response.headersEndHandler(_ -> {
            if (draining.getAsBoolean()) {
                response.putHeader(HttpHeaders.CONNECTION, CLOSE);
            }
        });
    }

    /** A request whose head the server could not read. */
    void handleInvalid(HttpServerRequest request) {
        var arrival = arrivals.arrival(request, Surface.REST);
        request.response().putHeader(HttpHeaders.CONNECTION, CLOSE);
        problems.send(
                request,
                new Refusal.MalformedRequest("The request is not HTTP as we take it."),
                arrival.requestId(),
                null);
    }

    private static @Nullable Surface surface(String path) {
        if (under(path, APP)) {
            return Surface.REST;
        }
        if (under(path, CONTROL)) {
            return Surface.CONTROL;
        }
        return under(path, MCP) ? Surface.MCP : null;
    }

    private static boolean under(String path, String root) {
        return path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/');
    }

    private void document(HttpServerRequest request, Arrival arrival) {
        switch (documents.match(request.method().name(), request.path())) {
            case RouteTrie.Match.NoPath<Page> _ ->
                problems.send(request, new Refusal.RouteNotFound(), arrival.requestId(), null);
            case RouteTrie.Match.NoMethod<Page>(var allowed) ->
                problems.send(request, new Refusal.MethodNotAllowed(allowed), arrival.requestId(), null);
            case RouteTrie.Match.Found<Page> found -> {
                var document = found.target().at(found);
                if (document == null) {
                    problems.send(request, new Refusal.RouteNotFound(), arrival.requestId(), null);
                } else {
                    send(request, document, arrival);
                }
            }
        }
    }

    private static void send(HttpServerRequest request, Document document, Arrival arrival) {
        var response = request.response()
                .putHeader(Arrivals.REQUEST_ID, arrival.requestId().text())
                .putHeader(HttpHeaders.ETAG, '"' + document.etag() + '"');
        if (document.cacheControl() != null) {
            response.putHeader(HttpHeaders.CACHE_CONTROL, document.cacheControl());
        }
        if (Heads.knows(request, document.etag())) {
            response.setStatusCode(304);
            ProblemResponses.finish(request, Buffer.buffer());
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, document.contentType());
            ProblemResponses.finish(request, Buffer.buffer(document.bytes()));
        }
    }
}
