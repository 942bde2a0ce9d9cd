package dev.tollgate.records.schema;

import dev.tollgate.contract.outcome.FieldError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one schema; all faults together, each with its path. */
public final class SchemaReader {

    public static final int BYTES_MAX = 32 << 10;
    public static final int ITEMS_MAX = 1_000;
    public static final int CHOICES_MAX = 100;

    /** The words of all formats. */
    public static final String FORMATS = "date, date-time, email, uri, uuid, slug, markdown";

    /** Faults that are told of a schema or of fields, as of any input. */
    public static final int FAULTS_MAX = 100;

    private static final String ROOT = "schema";
    private static final int NAME_CHARS_MAX = 64;

    /** A schema, or everything that is wrong with it. */
    public sealed interface Reading {
        record Read(FieldSchema schema) implements Reading {}

        record Faulty(List<FieldError> faults) implements Reading {}
    }

    private final List<FieldError> faults = new ArrayList<>();
    private final PatternLimit patterns = new PatternLimit();
    private final SchemaLimits limits;
    private int nodes;

    private SchemaReader(SchemaLimits limits) {
        this.limits = limits;
    }

    /** Reads the schema of a collection. */
    public static Reading read(JsonObject schema) {
        return read(schema, SchemaLimits.CONTENT);
    }

    public static Reading read(JsonObject schema, SchemaLimits limits) {
        if (schema.toBuffer().length() > BYTES_MAX) {
            return new Reading.Faulty(List.of(new FieldError(ROOT, "must have at most " + BYTES_MAX + " bytes")));
        }
        var reader = new SchemaReader(limits);
        var root = reader.node(schema, ROOT, 0);
        if (root != null && root.type() != ValueType.OBJECT) {
            reader.fault(ROOT + ".type", "must be object: its fields have names");
        }
        return root == null || !reader.faults.isEmpty()
                ? new Reading.Faulty(List.copyOf(reader.faults))
                : new Reading.Read(root);
    }

    /** Null where there is a fault; after the first value that is too many, the rest is not read. */
    private @Nullable FieldSchema node(@Nullable Object value, String path, int depth) {
        nodes++;
        if (faults.size() >= FAULTS_MAX || nodes > limits.nodesMax() + 1) {
            return null;
        }
        if (depth > limits.depthMax() || nodes > limits.nodesMax()) {
            fault(
                    path,
                    "is too much: at most " + limits.depthMax() + " levels and " + limits.nodesMax()
                            + " values in all");
            return null;
        }
        if (!(value instanceof JsonObject json)) {
            fault(path, "must be a schema, an object with a type");
            return null;
        }
        var type = ValueType.named(json.getValue("type", "")).orElse(null);
        if (type == null) {
            fault(path + ".type", "must be one of " + ValueType.ALL);
            return null;
        }
        return node(new Keywords(json, type, path, faults), depth);
    }

    private FieldSchema node(Keywords keywords, int depth) {
        keywords.check();
        var json = keywords.json();
        var items = keywords.type() == ValueType.ARRAY
                ? node(json.getValue("items"), keywords.path() + ".items", depth + 1)
                : null;
        var unique = keywords.unique(items);
        var properties = properties(keywords, depth);
        var node = new FieldSchema(
                keywords.type(),
                properties,
                required(keywords, properties.keySet()),
                items,
                keywords.bounds(unique),
                unique,
                keywords.choices(),
                keywords.multipleOf(),
                keywords.pattern(patterns),
                keywords.format(),
                keywords.reference());
        // A default must fit, but for what a draft may lack.
        if (json.containsKey("default") && faults.isEmpty()) {
            faults.addAll(FieldCheck.ofValue(node, json.getValue("default"), keywords.path() + ".default"));
        }
        return node;
    }

    private Map<String, FieldSchema> properties(Keywords keywords, int depth) {
        var read = new LinkedHashMap<String, FieldSchema>();
        keywords.expect(
                Boolean.FALSE.equals(keywords.json().getValue("additionalProperties", false)),
                "additionalProperties",
                "must be false, or left out: other fields are always refused");
        if (!(keywords.json().getValue("properties", new JsonObject()) instanceof JsonObject named)
                || named.size() > limits.propertiesMax()) {
            keywords.expect(
                    false, "properties", "must be an object of at most " + limits.propertiesMax() + " schemas by name");
            return read;
        }
        for (var property : named) {
            var name = property.getKey();
            var node = node(property.getValue(), keywords.path() + ".properties." + name, depth + 1);
            keywords.expect(
                    !name.isEmpty() && name.length() <= NAME_CHARS_MAX,
                    "properties." + name,
                    "must have a name of 1 to " + NAME_CHARS_MAX + " characters");
            if (node != null) {
                read.put(name, node);
            }
        }
        return read;
    }

    private Set<String> required(Keywords keywords, Set<String> known) {
        var required = new LinkedHashSet<String>();
        if (!(keywords.json().getValue("required", new JsonArray()) instanceof JsonArray names)) {
            keywords.expect(false, "required", "must be a list of names of properties");
            return required;
        }
        for (int i = 0; i < names.size(); i++) {
            if (names.getValue(i) instanceof String name && (known.contains(name) || !faults.isEmpty())) {
                required.add(name);
            } else {
                keywords.expect(false, "required[" + i + ']', "must be the name of a property");
            }
        }
        return required;
    }

    private void fault(String path, String message) {
        if (faults.size() < FAULTS_MAX) {
            faults.add(new FieldError(path, message));
        }
    }
}
