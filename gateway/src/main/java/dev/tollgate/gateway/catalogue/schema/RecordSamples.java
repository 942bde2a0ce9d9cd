package dev.tollgate.gateway.catalogue.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** Sample records of a schema for documents; deterministic. Pure. */
public final class RecordSamples {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String ID_SUFFIX = "_01kaz8g6e5f4wt3m7q9r2v1n0c";
    private static final String TIME = "2026-11-25T09:00:00Z";
    private static final String DATE = "2026-11-25";
    private static final int DEPTH_MAX = 8;

    private RecordSamples() {}

    /** A record with all required fields, and with values of the hints by name. */
    public static ObjectNode of(ObjectNode schema, ObjectNode hints) {
        return record(schema, hints, 0);
    }

    private static ObjectNode record(JsonNode schema, ObjectNode hints, int depth) {
        var record = NODES.objectNode();
        for (var property : schema.path("properties").properties()) {
            var name = property.getKey();
            var hint = hints.path(name);
            if (fits(property.getValue(), hint)) {
                record.set(name, hint);
            } else if (requires(schema, name)) {
                record.set(name, value(name, property.getValue(), depth + 1));
            }
        }
        return record;
    }

    private static boolean fits(JsonNode schema, JsonNode hint) {
        return !hint.isMissingNode() && !hint.isNull() && type(schema).equals(typeOf(hint));
    }

    private static String typeOf(JsonNode value) {
        return value.isIntegralNumber() ? "integer" : value.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    private static boolean requires(JsonNode schema, String name) {
        for (var required : schema.path("required")) {
            if (required.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static String type(JsonNode schema) {
        var type = schema.path("type");
        return (type.isArray() ? type.get(0) : type).asText();
    }

    private static JsonNode value(String name, JsonNode schema, int depth) {
        if (schema.path("enum").isArray()) {
            return schema.path("enum").get(0);
        }
        return switch (type(schema)) {
            case "integer", "number" -> NODES.numberNode(schema.path("minimum").asLong(1));
            case "boolean" -> NODES.booleanNode(false);
            case "array" -> NODES.arrayNode();
            case "object" -> depth > DEPTH_MAX ? NODES.objectNode() : record(schema, NODES.objectNode(), depth);
            default -> NODES.textNode(text(name, schema));
        };
    }

    private static String text(String name, JsonNode schema) {
        var pattern = schema.path("pattern").asText();
        if (pattern.startsWith("^") && pattern.contains("_[0-7]")) {
            return pattern.substring(1, pattern.indexOf("_[0-7]")) + ID_SUFFIX;
        }
        return switch (schema.path("format").asText()) {
            case "date-time" -> TIME;
            case "date" -> DATE;
            default -> name.equals("source") ? "api" : name.equals("last_actor") ? "key" + ID_SUFFIX : "Sample";
        };
    }
}
