package dev.tollgate.gateway.mcp.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.EntitlementKey;
import dev.tollgate.gateway.catalogue.input.Nearest;
import dev.tollgate.gateway.catalogue.input.ToolInput;
import dev.tollgate.gateway.mcp.protocol.McpRequest;
import dev.tollgate.runtime.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code search_tools} and {@code describe_tools}, and finds what {@code call_tool} calls. It shows nothing
 * that the caller may not call. Immutable; safe from any thread.
 */
final class ToolDiscovery {

    /** Unknown names of one call that get suggestions, each of which is a search. */
    private static final int SUGGESTED_MAX = 2;

    private static final int FOUND_DEFAULT = 5;
    private static final int NEAREST_MAX = 3;

    /** What a discovery tool leads to. */
    sealed interface Step {

        /**
         * An answer.
         *
         * @param data as JSON
         */
        @SuppressWarnings("ArrayRecordComponent") // never compared; the bytes are sent unchanged
        record Answer(byte[] data) implements Step {}

        /**
         * A call of an operation, which goes through all gates.
         *
         * @param arguments null where none were given
         */
        record Call(CompiledFace<?, ?> face, @Nullable JsonNode arguments) implements Step {}

        /** Arguments that are not right. */
        record Refused(Refusal refusal) implements Step {}
    }

    private final Catalogue catalogue;
    private final ToolLists lists;

    /** Each tool as a search shows it. */
    private final Map<String, ObjectNode> found = new HashMap<>();

    ToolDiscovery(Catalogue catalogue, ToolLists lists) {
        this.catalogue = catalogue;
        this.lists = lists;
        catalogue.tools().forEach((name, face) -> found.put(name, found(face)));
    }

    private static ObjectNode found(CompiledFace<?, ?> face) {
        var shown = Objects.requireNonNull(face.tool()).shown();
        var required = StreamSupport.stream(shown.path("required").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
        var arguments = shown.path("properties").properties().stream()
                .filter(field -> !ToolInput.OPTIONS.contains(field.getKey()))
                .map(field -> required.contains(field.getKey()) ? field.getKey() + '*' : field.getKey())
                .collect(Collectors.joining(", "));
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", face.operation().name())
                .put("title", face.operation().summary())
                .put("arguments", arguments);
    }

    /** What a call of one of the three leads to. */
    Step step(DiscoveryTools tool, McpRequest request) {
        var given = request.params().get("arguments");
        var arguments = given == null || given.isNull() ? JsonNodeFactory.instance.objectNode() : given;
        var faults = arguments.isObject()
                ? tool.input().faults(arguments)
                : List.of(new FieldError("arguments", "must be an object"));
        if (!faults.isEmpty()) {
            return new Step.Refused(new Refusal.ValidationFailed(faults));
        }
        var entitlements = lists.entitlements(request.context());
        return switch (tool) {
            case SEARCH -> new Step.Answer(search(arguments, entitlements));
            case DESCRIBE -> new Step.Answer(described(arguments, entitlements, request));
            case CALL -> call(arguments, entitlements);
        };
    }

    private byte[] search(JsonNode arguments, EntitlementKey entitlements) {
        var tools = JsonNodeFactory.instance.arrayNode();
        int most = arguments.path("limit").asInt(FOUND_DEFAULT);
        lists.index()
                .search(arguments.path("query").asText(), entitlements, most)
                .forEach(face -> tools.add(found.get(face.operation().name())));
        return Json.bytes(tools);
    }

    private byte[] described(JsonNode arguments, EntitlementKey entitlements, McpRequest request) {
        var tools = JsonNodeFactory.instance.arrayNode();
        int unknown = 0;
        for (var named : arguments.path("names")) {
            var name = named.asText();
            var described = lists.described(name, entitlements, request.form());
            unknown += described == null ? 1 : 0;
            tools.add(
                    described == null
                            ? JsonNodeFactory.instance
                                    .objectNode()
                                    .put("name", Nearest.printable(name))
                                    .put(
                                            "problem",
                                            unknown > SUGGESTED_MAX
                                                    ? "There is no such tool."
                                                    : unknown(name, entitlements))
                            : Json.read(described, ObjectNode.class));
        }
        return Json.bytes(tools);
    }

    private Step call(JsonNode arguments, EntitlementKey entitlements) {
        var name = arguments.path("name").asText();
        var face = catalogue.tools().get(name);
        return face == null
                ? new Step.Refused(Refusal.ValidationFailed.of("name", unknown(name, entitlements)))
                : new Step.Call(face, arguments.get("arguments"));
    }

    /** Says that there is no such tool, and names covered tools that are like it. */
    String unknown(String name, EntitlementKey entitlements) {
        var nearest = lists.index().nearest(name, entitlements, NEAREST_MAX);
        return "There is no tool " + Nearest.shown(name) + '.'
                + (nearest.isEmpty() ? "" : " Nearest: " + String.join(", ", nearest) + '.');
    }
}
