package dev.tollgate.loadtest.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Messages of an MCP client of one revision of the protocol. */
public enum McpRevision {
    LEGACY("2025-11-25"),
    MODERN("2026-07-28");

    /** Text in the response to a tool call that was refused, whose HTTP status is 200. */
    public static final String TOOL_ERROR = "\"isError\":true";

    /** Texts in a response that is no success. */
    public static final List<String> FAILURES = List.of(TOOL_ERROR, "\"error\":{");

    private static final String META = "io.modelcontextprotocol/";

    private final String version;

    McpRevision(String version) {
        this.version = version;
    }

    public String version() {
        return version;
    }

    public HttpCall list(String token) {
        return message(token, "tools/list", JsonTrees.object());
    }

    public HttpCall call(String token, String tool, ObjectNode arguments) {
        var params = JsonTrees.object().put("name", tool);
        params.set("arguments", arguments);
        var message = message(token, "tools/call", params);
        return this == MODERN ? message.with("Mcp-Name", tool) : message;
    }

    private HttpCall message(String token, String method, ObjectNode params) {
        if (this == MODERN) {
            var meta = params.putObject("_meta").put(META + "protocolVersion", version);
            meta.putObject(META + "clientInfo").put("name", "bench").put("version", "1");
            meta.putObject(META + "clientCapabilities");
        }
        var message = JsonTrees.object();
        message.put("jsonrpc", "2.0").put("id", 1).put("method", method).set("params", params);
        var call = HttpCall.post("/mcp", token, message.toString())
                .with("Accept", "application/json, text/event-stream")
                .with("MCP-Protocol-Version", version);
        return this == MODERN ? call.with("Mcp-Method", method) : call;
    }
}
