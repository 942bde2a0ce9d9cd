package dev.tollgate.gateway.mcp;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonObject;

/** Messages to the MCP endpoint, as bytes a client could send. */
public record McpCaller(GatewayFixture gateway, String token) {

    /** One POST with this body. */
    public Reply post(String path, String body, String... headers) {
        return gateway.call("POST", path, token, body, headers);
    }

    /** A request; the answer as it came. */
    public Reply request(String method, JsonObject params, String... headers) {
        var message = new JsonObject().put("jsonrpc", "2.0").put("id", 1).put("method", method);
        if (params != null) {
            message.put("params", params);
        }
        return post("/mcp", message.encode(), headers);
    }

    /** A tool call; the answer as it came. */
    public Reply call(String name, JsonObject arguments) {
        return request("tools/call", new JsonObject().put("name", name).put("arguments", arguments));
    }

    /** The result of a tool call. */
    public JsonObject tool(String name, JsonObject arguments) {
        return call(name, arguments).expect(200).json().getJsonObject("result");
    }

    /** The code of the problem in a tool result; empty for a success. */
    public static String code(JsonObject result) {
        return result.getBoolean("isError")
                ? result.getJsonObject("_meta")
                        .getJsonObject("dev.tollgate/problem")
                        .getString("code")
                : "";
    }
}
