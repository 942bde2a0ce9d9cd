package dev.tollgate.loadtest.agents;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.client.McpRevision;
import java.nio.charset.StandardCharsets;

/** Cost of one list of tools for its reader. */
record ToolListCost(int tools, int bytes, int tokens, double tokensPerTool) {

    /** Of the tools of a list. */
    static ToolListCost of(JsonNode tools) {
        var text = tools.toString();
        int tokens = TokenCounter.tokens(text);
        return new ToolListCost(
                tools.size(),
                text.getBytes(StandardCharsets.UTF_8).length,
                tokens,
                Math.round(10.0 * tokens / Math.max(1, tools.size())) / 10.0);
    }

    /**
     * Of the list that a connection gets, all pages of it.
     *
     * @param options in the query of the endpoint's URL, such as {@code ?readonly=true}; empty for none
     */
    static ToolListCost listed(int port, String token, String options) {
        var tools = JsonTrees.object().putArray("tools");
        var params = JsonTrees.object();
        do {
            var result = result(port, token, options, params);
            result.path("tools").forEach(tools::add);
            params = JsonTrees.object();
            if (result.has("nextCursor")) {
                params.set("cursor", result.get("nextCursor"));
            }
        } while (!params.isEmpty());
        return of(tools);
    }

    private static JsonNode result(int port, String token, String options, ObjectNode params) {
        var message = JsonTrees.object();
        message.put("jsonrpc", "2.0").put("id", 1).put("method", "tools/list").set("params", params);
        var response = HttpCall.post("/mcp" + options, token, message.toString())
                .with("Accept", "application/json, text/event-stream")
                .with("MCP-Protocol-Version", McpRevision.LEGACY.version())
                .send(port);
        var result = response.body().path("result");
        require(result.has("tools"), "tools" + options + " are listed, but: " + response.text());
        return result;
    }
}
