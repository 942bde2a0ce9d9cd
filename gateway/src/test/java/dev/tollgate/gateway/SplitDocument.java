package dev.tollgate.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An OpenAPI document in parts: one per operation, schema and webhook, and an index with all the rest and the names of
 * the parts in the document's order. Nothing is left out, so a document that changes changes a part.
 */
final class SplitDocument {

    private final Map<String, JsonNode> files = new TreeMap<>();

    private SplitDocument(ObjectNode index) {
        for (var path : index.path("paths").properties()) {
            var operations = (ObjectNode) path.getValue();
            for (var operation : operations.properties()) {
                var name = name(operation.getValue());
                var route = operation.getKey().toUpperCase(Locale.ROOT) + ' ' + path.getKey();
                add(name, operations.objectNode().put("route", route).setAll((ObjectNode) operation.getValue()));
                operations.put(operation.getKey(), name);
            }
        }
        for (var webhook : index.path("webhooks").properties()) {
            add("webhooks/" + webhook.getKey(), webhook.getValue());
        }
        if (index.path("webhooks") instanceof ObjectNode webhooks) {
            var types = index.putArray("webhooks");
            webhooks.fieldNames().forEachRemaining(types::add);
        }
        var components = index.withObject("/components");
        var schemas = components.withObject("/schemas");
        var names = components.putArray("schemas");
        for (var schema : schemas.properties()) {
            add("schemas/" + schema.getKey(), schema.getValue());
            names.add(schema.getKey());
        }
        add("index", index);
    }

    /** The parts by the paths of their files. */
    static Map<String, JsonNode> files(ObjectNode document) {
        return new SplitDocument(document.deepCopy()).files;
    }

    private void add(String name, JsonNode part) {
        if (files.put(name + ".json", part) != null) {
            throw new IllegalArgumentException("two parts of the document are called " + name);
        }
    }

    /** {@code create_task} for {@code createTask}. */
    private static String name(JsonNode operation) {
        return operation
                .path("operationId")
                .asText()
                .replaceAll("([A-Z])", "_$1")
                .toLowerCase(Locale.ROOT);
    }
}
