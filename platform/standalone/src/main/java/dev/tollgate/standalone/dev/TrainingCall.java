package dev.tollgate.standalone.dev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.runtime.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the app plane, as its OpenAPI document describes it.
 *
 * @param template its path, such as {@code /v1/contacts/{id}/notes}
 * @param tool the name that it has as a tool
 * @param example of its body; null for none
 */
record TrainingCall(
        String method,
        String template,
        String tool,
        @Nullable JsonNode example) {

    /** Records are created before they are read, and read before they are deleted. */
    static final Comparator<TrainingCall> ORDER =
            Comparator.comparingInt(TrainingCall::rank).thenComparing(TrainingCall::template);

    private static final String EXAMPLE = "/requestBody/content/application~1json/example";

    /** All of a document, in {@link #ORDER}. */
    static List<TrainingCall> of(JsonNode document) {
        var all = new ArrayList<TrainingCall>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (!operation.getValue().has("operationId")) {
                        return;
                    }
                    var example = operation.getValue().at(EXAMPLE);
                    all.add(new TrainingCall(
                            operation.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            snakeCase(operation.getValue().path("operationId").asText()),
                            example.isMissingNode() ? null : example));
                }));
        all.sort(ORDER);
        return List.copyOf(all);
    }

    /** The collection whose records its answer has; null where its path names a record or an action. */
    @Nullable String collection() {
        return template.endsWith("}") ? null : template;
    }

    /**
     * Its path with ids of records; null where one is not known.
     *
     * @param ids of a record of each collection
     */
    @Nullable String path(Map<String, String> ids) {
        var path = new StringBuilder();
        var prefix = new StringBuilder();
        for (var segment : template.substring(1).split("/", -1)) {
            var filled = segment.startsWith("{") ? ids.get(prefix.toString()) : segment;
            if (filled == null) {
                return null;
            }
            path.append('/').append(filled);
            prefix.append('/').append(segment);
        }
        return path.toString();
    }

    /** The arguments of its tool: those of the body, and an id where its path has one. */
    ObjectNode arguments(Map<String, String> ids) {
        ObjectNode arguments = example instanceof ObjectNode body ? body.deepCopy() : Json.MAPPER.createObjectNode();
        int parameter = template.lastIndexOf("/{");
        var id = parameter < 0 ? null : ids.get(template.substring(0, parameter));
        if (id != null) {
            arguments.put("id", id);
        }
        return arguments;
    }

    private int rank() {
        boolean ofRecord = template.contains("{");
        return switch (method) {
            case "POST" -> ofRecord ? 3 : 0;
            case "GET" -> ofRecord ? 2 : 1;
            case "DELETE" -> 5;
            default -> 4;
        };
    }

    private static String snakeCase(String operationId) {
        return operationId.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
