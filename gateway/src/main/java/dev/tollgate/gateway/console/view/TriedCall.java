package dev.tollgate.gateway.console.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.console.place.Places;
import dev.tollgate.runtime.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of the app plane as it is sent. It has no credential.
 *
 * @param path with the query
 * @param body JSON; null for none
 * @param key idempotency key of a write; null for a read
 * @param curl the same for a terminal, with the key of the caller in {@code $TGK}
 * @param tool the same as a {@code tools/call} of MCP; null where it is no tool
 */
public record TriedCall(
        String method,
        String path,
        @Nullable String body,
        @Nullable String key,
        String curl,
        @Nullable String tool) {

    /**
     * The request of an operation.
     *
     * @param arguments the whole input, without faults
     * @param appUrl of the app plane
     * @param page whose request id makes the idempotency key: the same request sent twice takes effect once
     */
    public static TriedCall of(CompiledFace<?, ?> face, ObjectNode arguments, String appUrl, RequestId page) {
        var route = face.face().route();
        var rest = arguments.deepCopy();
        var parameters = new ArrayList<String>();
        route.parameters().forEach(name -> {
            parameters.add(arguments.path(name).asText());
            rest.remove(name);
        });
        var takesBody = face.face().takesBody();
        var path = Places.filled(route.path(), parameters) + (takesBody ? "" : query(rest));
        var body = takesBody ? Json.text(rest) : null;
        var key = face.operation().changes() ? "playground-" + page.text() : null;
        return new TriedCall(
                route.method(),
                path,
                body,
                key,
                curl(route.method(), appUrl + path, body, key),
                face.tool() == null ? null : tool(face.operation().name(), arguments, key));
    }

    private static String query(ObjectNode fields) {
        var pairs = new ArrayList<String>();
        fields.properties().forEach(field -> add(pairs, field.getKey(), field.getValue()));
        return pairs.isEmpty() ? "" : '?' + String.join("&", pairs);
    }

    /** Lists are repeated; fields of an object have its name before theirs. */
    private static void add(List<String> pairs, String name, JsonNode value) {
        if (value.isArray()) {
            value.forEach(item -> add(pairs, name, item));
        } else if (value.isObject()) {
            value.properties().forEach(field -> add(pairs, name + '.' + field.getKey(), field.getValue()));
        } else {
            pairs.add(Places.encoded(name) + '=' + Places.encoded(value.asText()));
        }
    }

    private static String curl(String method, String url, @Nullable String body, @Nullable String key) {
        var command =
                new StringBuilder("curl -i -X ").append(method).append(" \"").append(url);
        command.append("\" \\\n  -H \"Authorization: Bearer $TGK\"");
        if (key != null) {
            command.append(" \\\n  -H \"Idempotency-Key: ").append(key).append('"');
        }
        if (body != null) {
            command.append(" \\\n  -H \"Content-Type: application/json\" \\\n  -d '")
                    .append(body.replace("'", "'\\''"))
                    .append('\'');
        }
        return command.toString();
    }

    private static String tool(String name, ObjectNode input, @Nullable String key) {
        var arguments = input.deepCopy();
        if (key != null) {
            arguments.put("idempotency_key", key);
        }
        var message = JsonNodeFactory.instance
                .objectNode()
                .put("jsonrpc", "2.0")
                .put("id", 1)
                .put("method", "tools/call");
        message.putObject("params").put("name", name).set("arguments", arguments);
        return Json.text(message);
    }
}
