package dev.tollgate.gateway.catalogue.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Arguments that are optional and for which null says no more than leaving them out: all but the patches of an update.
 * A tool's schema does not mention null, which shortens it, and a null that is sent is removed before the check.
 *
 * @param names those of the input, or of an item of a batch
 */
record NullArguments(List<String> names, boolean batch) {

    private static final String NULL = "null";
    private static final String TYPE = "type";
    private static final String ENUM = "enum";

    NullArguments {
        names = List.copyOf(names);
    }

    /** Those of an input; its schema is changed so that it does not allow null for them. */
    static NullArguments of(Shape<?> input, ObjectNode schema, boolean batch) {
        if (Arrays.stream(input.type().getRecordComponents()).anyMatch(one -> one.getType() == Patch.class)) {
            return new NullArguments(List.of(), batch);
        }
        var properties = batch ? schema.at("/properties/items/items/properties") : schema.path("properties");
        return new NullArguments(
                properties.properties().stream()
                        .filter(field -> withoutNull(field.getValue()))
                        .map(field -> field.getKey())
                        .toList(),
                batch);
    }

    /** Removes null from the types and choices of an argument, if it is there. */
    private static boolean withoutNull(JsonNode argument) {
        if (!(argument instanceof ObjectNode field) || !(field.get(TYPE) instanceof ArrayNode types)) {
            return false;
        }
        int before = types.size();
        var _ = types.removeIf(type -> type.equals(TextNode.valueOf(NULL)));
        boolean removed = types.size() < before;
        if (types.size() == 1) {
            field.set(TYPE, types.get(0));
        }
        if (removed && field.get(ENUM) instanceof ArrayNode choices) {
            var _ = choices.removeIf(JsonNode::isNull);
        }
        return removed;
    }

    /** Removes those that are null. */
    void remove(ObjectNode arguments) {
        if (!batch) {
            removeFrom(arguments);
        } else {
            arguments.path("items").forEach(this::removeFrom);
        }
    }

    private void removeFrom(JsonNode holder) {
        if (holder instanceof ObjectNode object) {
            names.forEach(name -> {
                if (object.path(name).isNull()) {
                    object.remove(name);
                }
            });
        }
    }
}
