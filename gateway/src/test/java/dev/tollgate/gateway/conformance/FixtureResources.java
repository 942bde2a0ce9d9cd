package dev.tollgate.gateway.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.gateway.mcp.capability.McpCapabilities;
import dev.tollgate.gateway.mcp.list.ListPage;
import dev.tollgate.gateway.mcp.protocol.McpReply;
import dev.tollgate.gateway.mcp.protocol.McpRequest;
import dev.tollgate.gateway.pipeline.RequestContext;
import io.vertx.core.Future;
import java.util.List;
import java.util.regex.Pattern;

/** The resources the suite reads by URI. */
final class FixtureResources implements McpCapabilities.Resources {

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
    public Future<McpReply> read(McpRequest call) {
        var uri = call.params().path("uri").asText();
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
        return McpReply.fault(NOT_FOUND, "Resource not found.", Tree.object().put("uri", uri))
                .now();
    }

    private static Future<McpReply> contents(ObjectNode content) {
        var result = Tree.object();
        result.putArray("contents").add(content);
        return McpReply.result(result).now();
    }

    private static ObjectNode description(String field, String uri) {
        return Tree.object().put(field, uri).put("name", uri.substring(7)).put("description", "For the suite");
    }
}
