package dev.tollgate.gateway.catalogue.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes "this or null" in one schema instead of a choice of two, so that a fault is reported once and plainly. */
final class NullableShapes {

    private NullableShapes() {}

    /** The same schema, changed in place. */
    static ObjectNode merged(ObjectNode schema) {
        schema.forEach(NullableShapes::descend);
        if (schema.get("anyOf") instanceof ArrayNode choices && choices.size() == 2) {
            var other = (ObjectNode) choices.get(isNull(choices.get(0)) ? 1 : 0);
            if (isNull(choices.get(0)) || isNull(choices.get(1))) {
                schema.remove("anyOf");
                schema.setAll(withNull(other));
            }
        }
        return schema;
    }

    private static void descend(JsonNode node) {
        if (node instanceof ObjectNode object) {
            var _ = merged(object);
        } else if (node instanceof ArrayNode array) {
            array.forEach(NullableShapes::descend);
        }
    }

    private static boolean isNull(JsonNode schema) {
        return schema.size() == 1 && "null".equals(schema.path("type").asText());
    }

    private static ObjectNode withNull(ObjectNode schema) {
        var type = schema.path("type");
        if (type.isTextual()) {
            schema.putArray("type").add(type).add("null");
        }
        if (schema.get("enum") instanceof ArrayNode values) {
            values.addNull();
        }
        return schema;
    }
}
