package dev.tollgate.records.schema;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Changes of the fields of an entry as a tree. Each gives a new one. */
public final class FieldTrees {

    private FieldTrees() {}

    /** The fields after a merge patch (RFC 7396): null removes a field, an object is merged, anything else replaces. */
    public static JsonObject patched(JsonObject fields, JsonObject patch) {
        var patched = fields.copy();
        for (var field : patch) {
            var name = field.getKey();
            if (field.getValue() == null) {
                var _ = patched.remove(name);
            } else if (field.getValue() instanceof JsonObject inner) {
                var before = patched.getValue(name) instanceof JsonObject object ? object : new JsonObject();
                patched.put(name, patched(before, inner));
            } else {
                patched.put(name, field.getValue());
            }
        }
        return patched;
    }

    /** The fields without what the schema does not know. */
    public static JsonObject pruned(FieldSchema schema, JsonObject fields) {
        var kept = new JsonObject();
        for (var field : fields) {
            var property = schema.properties().get(field.getKey());
            if (property != null) {
                kept.put(field.getKey(), kept(property, field.getValue()));
            }
        }
        return kept;
    }

    private static @Nullable Object kept(@Nullable FieldSchema schema, @Nullable Object value) {
        if (schema != null && value instanceof JsonObject object) {
            return pruned(schema, object);
        }
        if (schema != null && value instanceof JsonArray list) {
            var kept = new JsonArray();
            for (int i = 0; i < list.size(); i++) {
                kept.add(kept(schema.items(), list.getValue(i)));
            }
            return kept;
        }
        return value;
    }
}
