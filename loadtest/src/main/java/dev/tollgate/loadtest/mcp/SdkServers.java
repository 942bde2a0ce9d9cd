package dev.tollgate.loadtest.mcp;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.environment.BaselineServer;
import dev.tollgate.loadtest.environment.LocalMachine.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Servers of the MCP SDK with one tool.
 *
 * @param tenant whose account pays
 * @param tools the recorded list of tools
 * @param result the recorded result of the tool
 */
record SdkServers(String classPath, String redisUrl, String tenant, JsonNode tools, JsonNode result) {

    private static final String MAIN = "dev.tollgate.loadtest.baselines.mcpsdk.McpSdkServer";

    /** {@code sdk} with the SDK's own settings, {@code sdk_tuned} with tools on the thread of their request. */
    List<BaselineServer> create(Path folder) throws IOException {
        var recorded = JsonTrees.object();
        for (var tool : tools.path("tools")) {
            if (tool.path("name").asText().equals(AgentSessions.TOOL)) {
                recorded.set("tool", tool);
            }
        }
        require(recorded.has("tool"), AgentSessions.TOOL + " is among the tools of every agent");
        recorded.set("result", result);
        var file = Files.writeString(folder.resolve("tool.json"), recorded.toString());
        return List.of(server("sdk", false, file, folder), server("sdk_tuned", true, file, folder));
    }

    private BaselineServer server(String name, boolean tuned, Path file, Path folder) {
        var arguments = List.of(redisUrl, tenant, file.toString(), Boolean.toString(tuned));
        return new BaselineServer(name, new JavaProgram(classPath, MAIN), arguments, Map.of(), folder);
    }
}
