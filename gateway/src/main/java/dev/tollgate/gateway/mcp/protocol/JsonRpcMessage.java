package dev.tollgate.gateway.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** One JSON-RPC 2.0 message as MCP allows it: no batches, ids are text or whole numbers. */
public sealed interface JsonRpcMessage {

    String VERSION = "2.0";
    int ID_LENGTH_MAX = 256;

    /** Wants an answer with the same id. */
    record Request(JsonNode id, String method, JsonNode params) implements JsonRpcMessage {

        /** A text among the parameters, or null when there is none of this name. */
        public @Nullable String text(String name) {
            return params.path(name).textValue();
        }
    }

    /** Wants none: a notification, or an answer to a question we never asked. */
    record OneWay() implements JsonRpcMessage {}

    /** No message; the sentence says why. */
    record Invalid(String why) implements JsonRpcMessage {}

    static JsonRpcMessage of(JsonNode tree) {
        if (tree.isArray()) {
            return new Invalid("JSON-RPC batches are not supported: send one message per request.");
        }
        if (!(tree instanceof ObjectNode message)
                || !VERSION.equals(message.path("jsonrpc").textValue())) {
            return new Invalid("The body is not a JSON-RPC 2.0 message.");
        }
        if (message.has("method")) {
            return call(message);
        }
        return message.has("id") && (message.has("result") || message.has("error"))
                ? new OneWay()
                : new Invalid("The message has neither a method nor a result.");
    }

    private static JsonRpcMessage call(ObjectNode message) {
        var method = message.get("method");
        var params = message.get("params");
        if (!method.isTextual()) {
            return new Invalid("The method is not a string.");
        }
        if (params != null && !params.isObject()) {
            return new Invalid("The params are not an object.");
        }
        var id = message.get("id");
        if (id == null) {
            return new OneWay();
        }
        return isId(id)
                ? new Request(id, method.textValue(), params == null ? MissingNode.getInstance() : params)
                : new Invalid("The id is neither a string nor an integer.");
    }

    private static boolean isId(JsonNode id) {
        return id.isIntegralNumber() || (id.isTextual() && id.textValue().length() <= ID_LENGTH_MAX);
    }
}
