package dev.tollgate.gateway.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.gateway.mcp.Asked;
import dev.tollgate.gateway.mcp.ListPage;
import dev.tollgate.gateway.mcp.Offer;
import dev.tollgate.gateway.mcp.Reply;
import dev.tollgate.gateway.pipeline.RequestContext;
import io.vertx.core.Future;
import java.util.List;
import java.util.regex.Pattern;

/** The resources the suite reads by URI. */
final class FixtureResources implements Offer.Resources {

    private static final int NOT_FOUND = -32002;
    private static final String TEXT = "test://static-text";
    private static final String BINARY = "test://static-binary";
    private static final Pattern TEMPLATE = Pattern.compile("test://template/([^/]+)/data");

    @Override
    public ListPage list(RequestContext context, String cursor) {
        return Tree.list("resources", List.of(description("uri", BINARY), description("uri", TEXT)));
    }

    @Override
    public ListPage templates(RequestContext context, String cursor) {
        return Tree.list("resourceTemplates", List.of(description("uriTemplate", "test://template/{id}/data")));
    }

    @Override
    public Future<Reply> read(Asked asked) {
        var uri = asked.params().path("uri").asText();
        var template = TEMPLATE.matcher(uri);
        if (uri.equals(TEXT)) {
            return contents(Tree.textAt(uri, "text/plain", "This is the content of the static text resource."));
        }
        if (uri.equals(BINARY)) {
            return contents(Tree.imageAt(uri));
        }
        if (template.matches()) {
            var id = template.group(1);
            return contents(Tree.textAt(
                    uri,
                    "application/json",
                    "{\"id\":\"%s\",\"templateTest\":true,\"data\":\"Data for ID: %s\"}".formatted(id, id)));
        }
        return Reply.fault(
                        NOT_FOUND, "There is no such resource.", Tree.object().put("uri", uri))
                .now();
    }

    private static Future<Reply> contents(ObjectNode content) {
        var result = Tree.object();
        result.putArray("contents").add(content);
        return Reply.result(result).now();
    }

    private static ObjectNode description(String field, String uri) {
        return Tree.object().put(field, uri).put("name", uri.substring(7)).put("description", "For the suite");
    }
}
