package dev.tollgate.loadtest.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.load.Request;

/** How a client of a revision speaks. */
enum Era {
    LEGACY("2025-11-25"),
    MODERN("2026-07-28");

    /** What stands in the answer to a tool call that was refused: its status is good all the same. */
    static final String FAILURE = "\"isError\":true";

    /** And in the answer to a message that was none. */
    static final String FAULT = "\"error\":{";

    private static final String META = "io.modelcontextprotocol/";

    private final String revision;

    Era(String revision) {
        this.revision = revision;
    }

    String revision() {
        return revision;
    }

    Request list(String token) {
        return message(token, "tools/list", JsonNodeFactory.instance.objectNode());
    }

    Request call(String token, String tool) {
        var params = JsonNodeFactory.instance.objectNode().put("name", tool);
        params.putObject("arguments");
        var message = message(token, "tools/call", params);
        return this == MODERN ? message.with("Mcp-Name", tool) : message;
    }

    private Request message(String token, String method, ObjectNode params) {
        if (this == MODERN) {
            var meta = params.putObject("_meta").put(META + "protocolVersion", revision);
            meta.putObject(META + "clientInfo").put("name", "bench").put("version", "1");
            meta.putObject(META + "clientCapabilities");
        }
        var message = JsonNodeFactory.instance.objectNode();
        message.put("jsonrpc", "2.0").put("id", 1).put("method", method).set("params", params);
        var request = Request.post("/mcp", token, message.toString())
                .with("Accept", "application/json, text/event-stream")
                .with("MCP-Protocol-Version", revision);
        return this == MODERN ? request.with("Mcp-Method", method) : request;
    }
}
