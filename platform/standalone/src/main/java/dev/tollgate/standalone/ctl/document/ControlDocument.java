package dev.tollgate.standalone.ctl.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.TreeMap;

/** The OpenAPI document of the admin API, as the commands it gives. */
public final class ControlDocument {
    private static final String COMMAND = "x-tollgate-command";
    private static final String SCHEMAS = "#/components/schemas/";

    private final JsonNode root;

    private ControlDocument(JsonNode root) {
        this.root = root;
    }

    /**
     * Reads a served or kept document.
     *
     * @throws IOException when it is none
     */
    public static ControlDocument of(byte[] bytes) throws IOException {
        var root = JsonNodes.read(bytes);
        if (!root.path("paths").isObject()) {
            throw new IOException("not an OpenAPI document");
        }
        return new ControlDocument(root);
    }

    /** The same without what no command needs: a third of its size. */
    public byte[] kept() {
        var slim = (ObjectNode) root.deepCopy();
        slim.remove(List.of("tags"));
        ((ObjectNode) slim.path("components")).retain("schemas");
        slim.path("paths")
                .forEach(path -> path.forEach(operation -> {
                    ((ObjectNode) operation).remove(List.of("security", "tags"));
                    if (operation.path("responses") instanceof ObjectNode responses) {
                        responses
                                .properties()
                                .removeIf(response -> !response.getKey().startsWith("2"));
                        responses.forEach(response -> ((ObjectNode) response).remove("headers"));
                    }
                }));
        return JsonNodes.bytes(slim);
    }

    /** Operations by group and verb. Operations on a tenant and on a workspace are one command. */
    public SequencedMap<String, SequencedMap<String, List<ControlOperation>>> commands() {
        var groups = new TreeMap<String, SequencedMap<String, List<ControlOperation>>>();
        for (var path : root.path("paths").properties()) {
            for (var method : path.getValue().properties()) {
                var words = method.getValue().path(COMMAND).asText("").split(" ", -1);
                if (words.length == 2) {
                    var operation = new ControlOperation(
                            words[0],
                            words[1],
                            method.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            method.getValue(),
                            this);
                    groups.computeIfAbsent(words[0], _ -> new TreeMap<>())
                            .computeIfAbsent(words[1], _ -> new ArrayList<>())
                            .add(operation);
                }
            }
        }
        return groups;
    }

    /** The referenced schema, or the schema itself. */
    JsonNode resolved(JsonNode schema) {
        var reference = schema.path("$ref").asText("");
        return reference.startsWith(SCHEMAS)
                ? root.path("components").path("schemas").path(reference.substring(SCHEMAS.length()))
                : schema;
    }
}
