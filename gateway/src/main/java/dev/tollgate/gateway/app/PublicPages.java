package dev.tollgate.gateway.app;

import static io.netty.handler.codec.http.HttpResponseStatus.NOT_MODIFIED;

import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Route;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.input.RouteTrie;
import dev.tollgate.gateway.http.ArrivalFactory;
import dev.tollgate.gateway.http.BrowserHeaders;
import dev.tollgate.gateway.http.EntityTags;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.mcp.authorization.ProtectedResource;
import dev.tollgate.gateway.openapi.Document;
import dev.tollgate.gateway.openapi.Documents;
import dev.tollgate.gateway.pipeline.Arrival;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pages that one listener serves without a credential. */
final class PublicPages {

    /** The issuer of an installation hardly ever changes, and a client that fails fetches it again. */
    private static final String METADATA_KEPT = "public, max-age=3600";

    /** A public document; its content depends only on its path. */
    @FunctionalInterface
    private interface Page {

        /** Null where the path names nothing that could be there. */
        @Nullable Document at(RouteTrie.Match.Found<Page> found);
    }

    private final RouteTrie<Page> pages;
    private final ProblemResponses problems;

    /**
     * The pages of a listener.
     *
     * @param oauth the MCP resource metadata; null if tokens are not accepted
     */
    PublicPages(
            Documents documents, @Nullable ProtectedResource oauth, ListenerPlanes planes, ProblemResponses problems) {
        var all = pages(documents, oauth);
        all.keySet().removeIf(route -> !planes.shows(route.path()));
        this.pages = RouteTrie.of(all);
        this.problems = problems;
    }

    private static Map<Route, Page> pages(Documents documents, @Nullable ProtectedResource oauth) {
        var pages = new LinkedHashMap<Route, Page>();
        documents.byRoute().forEach((route, document) -> pages.put(route, _ -> document));
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

    void answer(HttpServerRequest request, Arrival arrival) {
        switch (pages.match(request.method().name(), request.path())) {
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
                .putHeader(ArrivalFactory.REQUEST_ID, arrival.requestId().text())
                .putHeader(HttpHeaders.ETAG, '"' + document.etag() + '"');
        BrowserHeaders.document(response, document.isPage());
        if (document.cacheControl() != null) {
            response.putHeader(HttpHeaders.CACHE_CONTROL, document.cacheControl());
        }
        if (EntityTags.knows(request, document.etag())) {
            response.setStatusCode(NOT_MODIFIED.code());
            ProblemResponses.finish(request, Buffer.buffer());
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, document.contentType());
            ProblemResponses.finish(request, Buffer.buffer(document.bytes()));
        }
    }
}
