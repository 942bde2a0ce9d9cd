package dev.tollgate.loadtest.baselines.mcpsdk;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The tool {@code get_workspace} as ours declared it and answered it once: a hold, then that answer. */
final class WorkspaceTool {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    private final Tool tool;
    private final Map<String, Object> structured;
    private final Map<String, Object> meta;
    private final String text;
    private final RedisHold hold;

    private WorkspaceTool(JsonNode recorded, RedisHold hold) {
        var declared = recorded.path("tool");
        var result = recorded.path("result");
        this.hold = hold;
        this.tool = Tool.builder(declared.path("name").asText(), fields(declared.path("inputSchema")))
                .title(declared.path("title").asText())
                .description(declared.path("description").asText())
                .outputSchema(fields(declared.path("outputSchema")))
                .build();
        this.structured = fields(result.path("structuredContent"));
        this.meta = fields(result.path("_meta"));
        this.text = result.path("content").path(0).path("text").asText();
    }

    /** Reads {@code {"tool": …, "result": …}} as ours gave them. */
    static WorkspaceTool recorded(Path file, RedisHold hold) throws IOException {
        return new WorkspaceTool(JSON.readTree(Files.readString(file)), hold);
    }

    SyncToolSpecification specification() {
        return SyncToolSpecification.builder()
                .tool(tool)
                .callHandler((_, _) -> answer())
                .build();
    }

    private CallToolResult answer() {
        if (!hold.admitted()) {
            return CallToolResult.builder()
                    .addTextContent("not admitted")
                    .isError(true)
                    .build();
        }
        return CallToolResult.builder()
                .addTextContent(text)
                .structuredContent(structured)
                .meta(meta)
                .isError(false)
                .build();
    }

    private static Map<String, Object> fields(JsonNode node) {
        return JSON.convertValue(node.isObject() ? node : JSON.createObjectNode(), FIELDS);
    }
}
