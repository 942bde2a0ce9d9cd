package dev.tollgate.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.fuzz.Choices;
import dev.tollgate.fuzz.Property;
import dev.tollgate.gateway.catalogue.StrictJson;
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
                && Message.of(tree) instanceof Message.Request request) {
            answered(request, headers(request, headers, revision));
        }
    }

    private static MultiMap headers(Message.Request request, int kind, String revision) {
        var headers = MultiMap.caseInsensitiveMultiMap();
        if (kind > 0) {
            headers.add(Revisions.HEADER, revision);
        }
        if (kind > 1) {
            headers.add("Mcp-Method", request.method());
        }
        if (kind > 2) {
            headers.add("Mcp-Name", String.valueOf(request.text("name")));
        }
        return headers;
    }

    private static void answered(Message.Request request, MultiMap headers) {
        var id = request.id();
        Property.holds(id.isIntegralNumber() || id.textValue().length() <= Message.ID_LENGTH_MAX, "an id is small");
        var bytes = switch (Eras.of(headers, request)) {
            case Eras.Verdict.Refused(Reply.Fault fault) -> Rpc.error(id, fault.code(), fault.message(), fault.data());
            case Eras.Verdict.Served _ -> Rpc.error(id, Rpc.METHOD_NOT_FOUND, request.method());
        };
        Property.holds(
                StrictJson.read(bytes.getBytes()) instanceof StrictJson.Text.Tree(JsonNode answer)
                        && answer.get("id").equals(id),
                "an answer is JSON and names the id it answers");
    }
}
