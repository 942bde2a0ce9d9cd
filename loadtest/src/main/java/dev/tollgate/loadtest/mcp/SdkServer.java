package dev.tollgate.loadtest.mcp;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.loadtest.gates.BaselineSide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The SDK's own server with one tool, in a process of its own. */
final class SdkServer {

    static final String NAME = "sdk";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MAIN = "dev.tollgate.loadtest.baselines.mcpsdk.McpSdkServer";

    private SdkServer() {}

    /**
     * Not started yet.
     *
     * @param tenant whose account pays in Redis
     * @param tools the result of ours to a list
     * @param result the result of ours to a call of the tool
     */
    static BaselineSide side(
            String classPath, String redisUrl, String tenant, JsonNode tools, JsonNode result, Path folder)
            throws IOException {
        var recorded = JSON.createObjectNode();
        for (var tool : tools.path("tools")) {
            if (tool.path("name").asText().equals(Agents.TOOL)) {
                recorded.set("tool", tool);
            }
        }
        require(recorded.has("tool"), Agents.TOOL + " is among the tools of every agent");
        recorded.set("result", result);
        var file = Files.writeString(folder.resolve("tool.json"), recorded.toString());
        var program = new BaselineSide.Program(classPath, MAIN, List.of(redisUrl, tenant, file.toString()));
        return new BaselineSide(NAME, program, Map.of(), folder);
    }
}
