package dev.tollgate.loadtest.gates;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.load.Request;

/** Messages of an MCP client. */
final class Tools {

    private static final String REVISION = "2025-11-25";

    /** What stands in the answer to a tool call that was refused: its status is good all the same. */
    static final String FAILURE = "\"isError\":true";

    private Tools() {}

    static Request call(String token, String name, ObjectNode arguments) {
        var params = JsonNodeFactory.instance.objectNode().put("name", name);
        params.set("arguments", arguments);
        return message(token, "tools/call", params);
    }

    static Request list(String token) {
        return message(token, "tools/list", JsonNodeFactory.instance.objectNode());
    }

    private static Request message(String token, String method, ObjectNode params) {
        var message = JsonNodeFactory.instance.objectNode();
        message.put("jsonrpc", "2.0").put("id", 1).put("method", method).set("params", params);
        return Request.post("/mcp", token, message.toString())
                .with("Accept", "application/json, text/event-stream")
                .with("MCP-Protocol-Version", REVISION);
    }
}
