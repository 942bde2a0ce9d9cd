package dev.tollgate.records.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a schema refuses values that the one before it accepted. */
public final class SchemaChange {

    private final List<String> paths = new ArrayList<>();
    private final List<String> types = new ArrayList<>();

    private SchemaChange() {}

    /** The paths of what became narrower; empty where every value that was valid is valid still. */
    public static List<String> narrower(FieldSchema before, FieldSchema after) {
        return List.copyOf(of(before, after).paths);
    }

    /** The paths of values that have another type, which are narrower too; a whole number may become any number. */
    public static List<String> retyped(FieldSchema before, FieldSchema after) {
        return List.copyOf(of(before, after).types);
    }

    private static SchemaChange of(FieldSchema before, FieldSchema after) {
        var change = new SchemaChange();
        change.compare(before, after, "schema");
        return change;
    }

    private void compare(FieldSchema before, FieldSchema after, String path) {
        var toNumber = before.type() == ValueType.INTEGER && after.type() == ValueType.NUMBER;
        if (before.type() != after.type() && !toNumber) {
            paths.add(path + ".type");
            types.add(path + ".type");
            return;
        }
        before.properties().forEach((name, was) -> {
            var is = after.properties().get(name);
            var below = path + ".properties." + name;
            if (is == null) {
                paths.add(below);
            } else {
                compare(was, is, below);
            }
        });
        if (before.items() != null && after.items() != null) {
            compare(before.items(), after.items(), path + ".items");
        }
        note(!before.required().containsAll(after.required()), path, "required");
        note(after.bounds().beginsLater(before.bounds()), path, after.type().least);
        note(after.bounds().endsEarlier(before.bounds()), path, after.type().most);
        note(after.unique() && !before.unique(), path, "uniqueItems");
        note(fewer(before.choices(), after.choices()), path, "enum");
        note(
                after.multipleOf() != null
                        && (before.multipleOf() == null || !Values.isMultiple(before.multipleOf(), after.multipleOf())),
                path,
                "multipleOf");
        note(
                after.pattern() != null
                        && (before.pattern() == null
                                || !before.pattern()
                                        .pattern()
                                        .equals(after.pattern().pattern())),
                path,
                "pattern");
        note(
                after.format() != null && after.format() != TextFormat.MARKDOWN && after.format() != before.format(),
                path,
                "format");
        note(
                after.reference() != null
                        && (before.reference() == null || !after.reference().covers(before.reference())),
                path,
                "x-ref");
    }

    private static boolean fewer(@Nullable Set<Object> before, @Nullable Set<Object> after) {
        return after != null && (before == null || !after.containsAll(before));
    }

    private void note(boolean narrower, String path, String keyword) {
        if (narrower) {
            paths.add(path + '.' + keyword);
        }
    }
}
