package dev.tollgate.gateway.catalogue.input;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.outcome.FieldError;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sizes that a schema knows, so that what is far beyond them is refused before it is read or validated. What is
 * only a little beyond, by {@link #SLACK}, is left to the validator, which names all faults together. Immutable.
 *
 * @param itemsMax the most items of a list
 * @param fieldsMax the most fields of an object
 * @param items sizes of the items
 * @param fields sizes of the fields by name
 * @param others sizes of all other fields
 */
record SizeLimits(
        int itemsMax,
        int fieldsMax,
        @Nullable SizeLimits items,
        Map<String, SizeLimits> fields,
        @Nullable SizeLimits others) {

    /** Number of items or fields beyond the maximum that are still read and reported one by one. */
    static final int SLACK = InputSchema.FAULTS_MAX;

    /** The limits of a value whose schema is unknown: none. */
    static final SizeLimits UNKNOWN = new SizeLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, null, Map.of(), null);

    SizeLimits {
        fields = Map.copyOf(fields);
    }

    static SizeLimits of(JsonNode schema) {
        var properties = schema.path("properties");
        var additional = schema.path("additionalProperties");
        if (properties.isMissingNode() && !schema.has("items") && !additional.isObject()) {
            return UNKNOWN;
        }
        var fields = new HashMap<String, SizeLimits>();
        properties.properties().forEach(field -> fields.put(field.getKey(), of(field.getValue())));
        boolean closed = additional.isBoolean() && !additional.booleanValue();
        return new SizeLimits(
                schema.path("maxItems").asInt(Integer.MAX_VALUE),
                schema.path("maxProperties").asInt(closed ? fields.size() : Integer.MAX_VALUE),
                schema.has("items") ? of(schema.path("items")) : null,
                fields,
                additional.isObject() ? of(additional) : null);
    }

    private boolean isUnknown() {
        return itemsMax == Integer.MAX_VALUE
                && fieldsMax == Integer.MAX_VALUE
                && items == null
                && fields.isEmpty()
                && others == null;
    }

    SizeLimits item() {
        return items == null ? UNKNOWN : items;
    }

    SizeLimits field(String name) {
        var known = fields.get(name);
        if (known != null) {
            return known;
        }
        return others == null ? UNKNOWN : others;
    }

    boolean exceededBy(int count, boolean list) {
        return count - SLACK > (list ? itemsMax : fieldsMax);
    }

    FieldError fault(String path, boolean list) {
        return new FieldError(
                path.isEmpty() ? "body" : path,
                "must have at most " + (list ? itemsMax + " items" : fieldsMax + " fields"));
    }

    /** The first value of a tree that is far beyond its size; null where none is. */
    @Nullable FieldError excess(JsonNode tree) {
        return excess(tree, "");
    }

    private @Nullable FieldError excess(JsonNode tree, String path) {
        if (!tree.isContainerNode() || isUnknown()) {
            return null;
        }
        if (exceededBy(tree.size(), tree.isArray())) {
            return fault(path, tree.isArray());
        }
        @Nullable FieldError found = null;
        if (tree.isArray() && items != null && !items.isUnknown()) {
            for (int i = 0; i < tree.size() && found == null; i++) {
                found = items.excess(tree.get(i), path + '[' + i + ']');
            }
        }
        for (var field : fields.entrySet()) {
            var value = found == null && !field.getValue().isUnknown() ? tree.get(field.getKey()) : null;
            found = value == null ? found : field.getValue().excess(value, FieldFaults.below(path, field.getKey()));
        }
        return found;
    }
}
