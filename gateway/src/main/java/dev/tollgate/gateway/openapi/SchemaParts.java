package dev.tollgate.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The schemas a document refers to by name. Two records of one name and different shape get two names. */
final class SchemaParts {

    private final Map<String, ObjectNode> named = new TreeMap<>();

    /** The same schemas as text, by name: as text they are compared, and hundreds of events compare theirs. */
    private final Map<String, String> texts = new TreeMap<>();

    /** A reference to the schema, which is kept under a name. */
    ObjectNode reference(String name, ObjectNode schema) {
        var free = name;
        for (int i = 2; named.containsKey(free) && !named.get(free).equals(schema); i++) {
            free = name + i;
        }
        named.put(free, schema);
        texts.put(free, schema.toString());
        return JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/" + free);
    }

    /** A reference to a schema that is known under any name; else to this one, which is kept under that name. */
    ObjectNode shared(ObjectNode schema, String name) {
        var text = schema.toString();
        var known = texts.entrySet().stream()
                .filter(one -> one.getValue().equals(text))
                .map(Map.Entry::getKey)
                .findFirst();
        return reference(known.orElse(name), known.map(named::get).orElse(schema));
    }

    /** Whether a schema has this name. */
    boolean has(String name) {
        return named.containsKey(name);
    }

    ObjectNode all() {
        var schemas = JsonNodeFactory.instance.objectNode();
        named.forEach(schemas::set);
        return schemas;
    }

    /** The same object schema with only those properties. */
    static ObjectNode only(ObjectNode schema, Predicate<String> properties) {
        var part = schema.deepCopy();
        removeFromScalars(part, "additionalProperties");
        ((ObjectNode) part.path("properties")).properties().removeIf(field -> !properties.test(field.getKey()));
        if (part.has("required")) {
            var required = JsonNodeFactory.instance.arrayNode();
            for (JsonNode name : schema.get("required")) {
                if (properties.test(name.asText())) {
                    required.add(name);
                }
            }
            if (required.isEmpty()) {
                part.remove("required");
            } else {
                part.set("required", required);
            }
        }
        return part;
    }

    /** Only objects have such a keyword; some generators refuse it elsewhere. */
    private static void removeFromScalars(JsonNode node, String keyword) {
        if (node instanceof ObjectNode schema
                && schema.has("type")
                && !schema.get("type").toString().contains("\"object\"")) {
            schema.remove(keyword);
        }
        node.forEach(child -> removeFromScalars(child, keyword));
    }

    /** Whether the schema demands this property. */
    static boolean requires(ObjectNode schema, String property) {
        for (JsonNode name : schema.path("required")) {
            if (name.asText().equals(property)) {
                return true;
            }
        }
        return false;
    }
}
