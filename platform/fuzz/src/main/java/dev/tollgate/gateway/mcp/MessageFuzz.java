package dev.tollgate.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.fuzz.Choices;
import dev.tollgate.fuzz.Property;
import dev.tollgate.gateway.catalogue.input.StrictJson;
import dev.tollgate.gateway.mcp.protocol.JsonRpcErrors;
import dev.tollgate.gateway.mcp.protocol.JsonRpcMessage;
import dev.tollgate.gateway.mcp.protocol.McpReply;
import dev.tollgate.gateway.mcp.protocol.ProtocolEras;
import dev.tollgate.gateway.mcp.protocol.ProtocolRevisions;
import io.vertx.core.MultiMap;
import java.util.List;

/** Any body is a message, one-way or a fault that can be written down; a request's id comes back as it was. */
public final class MessageFuzz {

    private static final List<String> REVISIONS = List.of("2025-06-18", "2025-11-25", "2026-07-28", "", "=?base64?");

    private MessageFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        var choices = new Choices(input);
        int headers = choices.below(4);
        var revision = choices.of(REVISIONS);
        if (StrictJson.read(choices.rest()) instanceof StrictJson.Text.Tree(JsonNode tree)
                && JsonRpcMessage.of(tree) instanceof JsonRpcMessage.Request request) {
            answered(request, headers(request, headers, revision));
        }
    }

    private static MultiMap headers(JsonRpcMessage.Request request, int kind, String revision) {
        var headers = MultiMap.caseInsensitiveMultiMap();
        if (kind > 0) {
            headers.add(ProtocolRevisions.HEADER, revision);
        }
        if (kind > 1) {
            headers.add("Mcp-Method", request.method());
        }
        if (kind > 2) {
            headers.add("Mcp-Name", String.valueOf(request.text("name")));
        }
        return headers;
    }

    private static void answered(JsonRpcMessage.Request request, MultiMap headers) {
        var id = request.id();
        Property.holds(
                id.isIntegralNumber() || id.textValue().length() <= JsonRpcMessage.ID_LENGTH_MAX, "an id is small");
        var bytes = switch (ProtocolEras.of(headers, request)) {
            case ProtocolEras.Verdict.Refused(McpReply.Fault fault) ->
                JsonRpcErrors.error(id, fault.code(), fault.message(), fault.data());
            case ProtocolEras.Verdict.Served _ ->
                JsonRpcErrors.error(id, JsonRpcErrors.METHOD_NOT_FOUND, request.method());
        };
        Property.holds(
                StrictJson.read(bytes.getBytes()) instanceof StrictJson.Text.Tree(JsonNode answer)
                        && answer.get("id").equals(id),
                "an answer is JSON and names the id it answers");
    }
}
