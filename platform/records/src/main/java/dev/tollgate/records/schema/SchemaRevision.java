package dev.tollgate.records.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where data of a schema may not fit the schema before it, for readers that ignore properties they do not know. A
 * property that is removed counts: it could be added again as something else. So data of any later revision fits every
 * earlier one.
 */
public final class SchemaRevision {

    private final List<String> removed = new ArrayList<>();

    private SchemaRevision() {}

    /** The paths of what does not fit, or might not; empty if all data of {@code after} fits {@code before}. */
    public static List<String> incompatible(FieldSchema before, FieldSchema after) {
        var revision = new SchemaRevision();
        var known = revision.known(before, after, "schema");
        var paths = new ArrayList<>(revision.removed);
        paths.addAll(SchemaChange.narrower(known, before));
        return List.copyOf(paths);
    }

    /** The newer schema without the properties that the older one does not know. */
    private FieldSchema known(FieldSchema before, FieldSchema after, String path) {
        Map<String, FieldSchema> properties = new LinkedHashMap<>();
        before.properties().forEach((name, was) -> {
            var is = after.properties().get(name);
            var below = path + ".properties." + name;
            if (is == null) {
                removed.add(below);
            } else {
                properties.put(name, known(was, is, below));
            }
        });
        var items = before.items() == null || after.items() == null
                ? after.items()
                : known(before.items(), after.items(), path + ".items");
        return new FieldSchema(
                after.type(),
                before.type() == after.type() ? properties : after.properties(),
                after.required(),
                items,
                after.bounds(),
                after.unique(),
                after.choices(),
                after.multipleOf(),
                after.pattern(),
                after.format(),
                after.reference());
    }
}
