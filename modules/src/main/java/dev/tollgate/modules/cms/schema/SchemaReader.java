package dev.tollgate.modules.cms.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tollgate.contract.outcome.FieldError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one schema of a collection; all faults together, each with its path. */
public final class SchemaReader {

    public static final int BYTES_MAX = 32 << 10;
    public static final int DEPTH_MAX = 5;
    public static final int PROPERTIES_MAX = 64;
    public static final int NODES_MAX = 256;
    public static final int ITEMS_MAX = 1_000;
    public static final int CHOICES_MAX = 100;
    static final int FAULTS_MAX = 100;

    private static final String ROOT = "schema";
    private static final BigDecimal LENGTH_MAX = BigDecimal.valueOf(256 << 10);

    /** A schema, or everything that is wrong with it. */
    public sealed interface Reading {
        record Read(FieldSchema schema) implements Reading {}

        record Faulty(List<FieldError> faults) implements Reading {}
    }

    private final List<FieldError> faults = new ArrayList<>();
    private int nodes;

    private SchemaReader() {}

    public static Reading read(JsonObject schema) {
        if (schema.toBuffer().length() > BYTES_MAX) {
            return new Reading.Faulty(List.of(new FieldError(ROOT, "must have at most " + BYTES_MAX + " bytes")));
        }
        var reader = new SchemaReader();
        var root = reader.node(schema, ROOT, 0);
        if (root != null && root.type() != ValueType.OBJECT) {
            reader.fault(ROOT + ".type", "must be object: an entry has fields by name");
        }
        return root == null || !reader.faults.isEmpty()
                ? new Reading.Faulty(List.copyOf(reader.faults))
                : new Reading.Read(root);
    }

    private @Nullable FieldSchema node(@Nullable Object value, String path, int depth) {
        if (!(value instanceof JsonObject json)) {
            return none(path, "must be a schema, an object with a type");
        }
        if (depth > DEPTH_MAX || ++nodes > NODES_MAX || faults.size() >= FAULTS_MAX) {
            return nodes > NODES_MAX + 1 || faults.size() >= FAULTS_MAX
                    ? null
                    : none(path, "is too much: at most " + DEPTH_MAX + " levels and " + NODES_MAX + " values in all");
        }
        var type = ValueType.named(json.getValue("type", "")).orElse(null);
        if (type == null) {
            return none(path + ".type", "must be one of string, integer, number, boolean, array, object");
        }
        keywords(json, type, path);
        var choices = choices(json, type, path);
        var unique = json.getValue("uniqueItems", false);
        var items = type == ValueType.ARRAY ? node(json.getValue("items"), path + ".items", depth + 1) : null;
        expect(unique instanceof Boolean, path + ".uniqueItems", "must be true or false");
        expect(
                !Boolean.TRUE.equals(unique) || items == null || items.type().isScalar(),
                path + ".uniqueItems",
                "is for lists of text, numbers or booleans only");
        var properties = properties(json, path, depth);
        var node = new FieldSchema(
                type,
                properties,
                required(json, properties.keySet(), path),
                items,
                bounds(json, type, path, Boolean.TRUE.equals(unique)),
                Boolean.TRUE.equals(unique),
                choices,
                multipleOf(json, path),
                pattern(json, path),
                format(json, path),
                reference(json, path));
        preset(json, node, path);
        return node;
    }

    private void keywords(JsonObject json, ValueType type, String path) {
        var known = type.keywords();
        for (var keyword : json.fieldNames()) {
            if (!known.contains(keyword)) {
                fault(path + '.' + keyword, "is no keyword here. Keywords: " + String.join(", ", known));
            }
        }
        for (var keyword : List.of("title", "description")) {
            var _ = text(json, path, keyword);
        }
    }

    private Map<String, FieldSchema> properties(JsonObject json, String path, int depth) {
        var read = new LinkedHashMap<String, FieldSchema>();
        if (json.getValue("additionalProperties") instanceof Object additional && !additional.equals(false)) {
            fault(path + ".additionalProperties", "must be false, or left out: other fields are always refused");
        }
        var properties = json.getValue("properties", new JsonObject());
        if (!(properties instanceof JsonObject named) || named.size() > PROPERTIES_MAX) {
            fault(path + ".properties", "must be an object of at most " + PROPERTIES_MAX + " schemas by name");
            return read;
        }
        for (var property : named) {
            var below = path + ".properties." + property.getKey();
            var node = node(property.getValue(), below, depth + 1);
            expect(
                    !property.getKey().isEmpty() && property.getKey().length() <= 64,
                    below,
                    "has a name of 1 to 64 characters");
            if (node != null) {
                read.put(property.getKey(), node);
            }
        }
        return read;
    }

    private Set<String> required(JsonObject json, Set<String> known, String path) {
        var required = new LinkedHashSet<String>();
        if (!(json.getValue("required", new JsonArray()) instanceof JsonArray names)) {
            fault(path + ".required", "must be a list of names of properties");
            return required;
        }
        for (int i = 0; i < names.size(); i++) {
            if (names.getValue(i) instanceof String name && (known.contains(name) || !faults.isEmpty())) {
                required.add(name);
            } else {
                fault(path + ".required[" + i + ']', "must be the name of a property");
            }
        }
        return required;
    }

    private @Nullable Set<Object> choices(JsonObject json, ValueType type, String path) {
        if (json.containsKey("const") && json.containsKey("enum")) {
            fault(path + ".const", "cannot be together with enum");
        }
        var keyword = json.containsKey("const") ? "const" : "enum";
        if (!json.containsKey(keyword) || !type.isScalar()) {
            return null;
        }
        var given = json.getValue(keyword);
        var list = keyword.equals("const") ? new JsonArray().add(given) : given;
        if (!(list instanceof JsonArray values) || values.isEmpty() || values.size() > CHOICES_MAX) {
            fault(path + '.' + keyword, "must be a list of 1 to " + CHOICES_MAX + " values");
            return null;
        }
        var choices = new LinkedHashSet<>();
        for (int i = 0; i < values.size(); i++) {
            var value = values.getValue(i);
            if (value != null && Values.fits(type, value)) {
                choices.add(Values.plain(value));
            } else {
                fault(path + '.' + keyword, "must have values that are " + type.words);
            }
        }
        return choices;
    }

    /** A list has a maximum always, so that nothing is unbounded. */
    private Bounds bounds(JsonObject json, ValueType type, String path, boolean unique) {
        if (type.least.isEmpty()) {
            return Bounds.NONE;
        }
        var list = type == ValueType.ARRAY;
        var limit = list ? BigDecimal.valueOf(unique ? CHOICES_MAX : ITEMS_MAX) : LENGTH_MAX;
        var least = number(json, type.least, path);
        var most = number(json, type.most, path);
        for (var bound : type.isNumeric() ? List.<String>of() : List.of(type.least, type.most)) {
            var value = bound.equals(type.least) ? least : most;
            expect(
                    value == null || (Values.isWhole(value) && value.signum() >= 0 && value.compareTo(limit) <= 0),
                    path + '.' + bound,
                    "must be a whole number from 0 to " + limit);
        }
        var bounds = new Bounds(least, most == null && list ? limit : most);
        expect(!bounds.isEmpty(), path + '.' + type.least, "must not be above " + type.most);
        return bounds;
    }

    private @Nullable BigDecimal multipleOf(JsonObject json, String path) {
        var step = number(json, "multipleOf", path);
        expect(step == null || step.signum() > 0, path + ".multipleOf", "must be above 0");
        return step == null || step.signum() <= 0 ? null : step;
    }

    private @Nullable BigDecimal number(JsonObject json, String keyword, String path) {
        if (!json.containsKey(keyword)) {
            return null;
        }
        if (json.getValue(keyword) instanceof Number number) {
            return Values.decimal(number);
        }
        return none(path + '.' + keyword, "must be a number");
    }

    private @Nullable Pattern pattern(JsonObject json, String path) {
        var text = text(json, path, "pattern");
        if (text == null) {
            return null;
        }
        var limit = PatternLimit.fault(text);
        if (limit != null) {
            return none(path + ".pattern", limit);
        }
        try {
            var pattern = Pattern.compile(text);
            return pattern.programSize() <= PatternLimit.PROGRAM_MAX
                    ? pattern
                    : none(path + ".pattern", PatternLimit.TOO_LARGE);
        } catch (PatternSyntaxException wrong) {
            return none(path + ".pattern", "is no pattern of RE2: " + wrong.getDescription());
        }
    }

    private @Nullable TextFormat format(JsonObject json, String path) {
        if (!json.containsKey("format")) {
            return null;
        }
        var format = TextFormat.named(json.getValue("format", "")).orElse(null);
        return format == null
                ? none(path + ".format", "must be one of date, date-time, email, uri, uuid, slug, markdown")
                : format;
    }

    private @Nullable String reference(JsonObject json, String path) {
        var kind = json.getValue("x-ref");
        var collection = text(json, path, "x-collection");
        expect(kind == null || kind.equals("entry"), path + ".x-ref", "must be entry");
        expect(collection == null || kind != null, path + ".x-collection", "requires x-ref");
        return kind == null ? null : collection == null ? "" : collection;
    }

    /** A default must fit, but for what a draft may lack. */
    private void preset(JsonObject json, FieldSchema node, String path) {
        if (json.containsKey("default") && faults.isEmpty()) {
            faults.addAll(FieldCheck.ofValue(node, json.getValue("default"), path + ".default"));
        }
    }

    private @Nullable String text(JsonObject json, String path, String keyword) {
        var value = json.getValue(keyword);
        expect(value == null || value instanceof String, path + '.' + keyword, "must be text");
        return value instanceof String text ? text : null;
    }

    private void expect(boolean held, String path, String message) {
        if (!held) {
            fault(path, message);
        }
    }

    private <T> @Nullable T none(String path, String message) {
        fault(path, message);
        return null;
    }

    private void fault(String path, String message) {
        if (faults.size() < FAULTS_MAX) {
            faults.add(new FieldError(path, message));
        }
    }
}
