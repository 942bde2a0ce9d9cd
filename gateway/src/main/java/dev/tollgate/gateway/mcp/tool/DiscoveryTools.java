package dev.tollgate.gateway.mcp.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.gateway.catalogue.input.InputSchema;
import dev.tollgate.gateway.mcp.list.ListPage;
import dev.tollgate.runtime.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Declarations of the three tools through which a model reaches all others without a list of them. */
@SuppressWarnings("ImmutableEnumChecker") // nothing changes its schema
enum DiscoveryTools {
    SEARCH(
            "search_tools",
            "Finds tools of this workspace by words, best first: name, purpose and arguments (* required). Free.",
            """
            {"query":{"type":"string","description":"What to do, such as: log a phone call.","minLength":1,\
            "maxLength":200},"limit":{"type":"integer","description":"At most 20. Default 5.","minimum":1,"maximum":20}}""",
            "query"),
    DESCRIBE("describe_tools", "Returns tools with their description and input schema. Free.", """
            {"names":{"type":"array","items":{"type":"string"},"description":"At most 10.","minItems":1,"maxItems":10}}""", "names"),
    CALL(
            "call_tool",
            "Calls a tool that search_tools found, at its price. Refusals name wrong arguments and those there are.",
            """
            {"name":{"type":"string"},"arguments":{"type":"object","description":"As describe_tools shows them."}}""",
            "name");

    private static final Map<String, DiscoveryTools> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(tool -> tool.toolName, Function.identity()));

    /** What {@code tools/list} shows instead of all tools. */
    static final ListPage PAGE = ListPage.of(Arrays.stream(values())
            .map(tool -> Json.text(tool.described()))
            .collect(Collectors.joining(",", "\"tools\":[", "]"))
            .getBytes(StandardCharsets.UTF_8));

    private final String toolName;
    private final String description;
    private final ObjectNode schema;
    private final InputSchema<JsonNode> input;

    DiscoveryTools(String toolName, String description, String properties, String required) {
        this.toolName = toolName;
        this.description = description;
        this.schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        this.schema.set("properties", Json.read(properties, ObjectNode.class));
        this.schema.putArray("required").add(required);
        this.schema.put("additionalProperties", false);
        this.input = InputSchema.shown(schema);
    }

    /** The tool of this name; null for any other. */
    static @Nullable DiscoveryTools named(@Nullable String name) {
        return name == null ? null : BY_NAME.get(name);
    }

    /** What its arguments are held against. */
    InputSchema<JsonNode> input() {
        return input;
    }

    private ObjectNode described() {
        var tool = JsonNodeFactory.instance.objectNode().put("name", toolName).put("description", description);
        tool.set("inputSchema", schema);
        tool.putObject("annotations")
                .put(this == CALL ? "destructiveHint" : "readOnlyHint", true)
                .put("openWorldHint", false);
        return tool;
    }
}
