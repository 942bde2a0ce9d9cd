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

    /** As it comes. */
    static final String NAME = "sdk";

    /** With tools on the thread of their request. */
    static final String TUNED = "sdk_tuned";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MAIN = "dev.tollgate.loadtest.baselines.mcpsdk.McpSdkServer";

    private SdkServer() {}

    /** What it answers, and whose account pays. */
    record Recorded(String redisUrl, String tenant, JsonNode tools, JsonNode result) {}

    /** Not started yet; one by its own settings, and one with tools on the thread of their request. */
    static List<BaselineSide> sides(String classPath, Recorded from, Path folder) throws IOException {
        return List.of(side(classPath, from, false, folder), side(classPath, from, true, folder));
    }

    /** Not started yet. */
    static BaselineSide side(String classPath, Recorded from, boolean tuned, Path folder) throws IOException {
        var recorded = JSON.createObjectNode();
        for (var tool : from.tools().path("tools")) {
            if (tool.path("name").asText().equals(Agents.TOOL)) {
                recorded.set("tool", tool);
            }
        }
        require(recorded.has("tool"), Agents.TOOL + " is among the tools of every agent");
        recorded.set("result", from.result());
        var file = Files.writeString(folder.resolve("tool.json"), recorded.toString());
        var program = new BaselineSide.Program(
                classPath, MAIN, List.of(from.redisUrl(), from.tenant(), file.toString(), Boolean.toString(tuned)));
        return new BaselineSide(tuned ? TUNED : NAME, program, Map.of(), folder);
    }
}
