package dev.tollgate.records.schema;

import com.google.re2j.Pattern;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a value of an entry must be: one node of a collection's schema. Valid from birth; see {@link SchemaReader}.
 *
 * @param properties by name; empty unless it is an object
 * @param required names of properties
 * @param items null unless it is a list
 * @param bounds of the number, of the characters of a text or of the items of a list
 * @param choices the only values, as {@link Values#plain} gives them; null for any
 * @param reference what the text refers to by its ID; null where it refers to nothing
 */
public record FieldSchema(
        ValueType type,
        Map<String, FieldSchema> properties,
        Set<String> required,
        @Nullable FieldSchema items,
        Bounds bounds,
        boolean unique,
        @Nullable Set<Object> choices,
        @Nullable BigDecimal multipleOf,
        @Nullable Pattern pattern,
        @Nullable TextFormat format,
        @Nullable RefTarget reference) {

    /** Whether a value of it, or inside of it, refers to a record. */
    public boolean refers() {
        return reference != null
                || (items != null && items.refers())
                || properties.values().stream().anyMatch(FieldSchema::refers);
    }

    /** Its type, as schemas write it. */
    public String typeName() {
        return type.word();
    }

    /** Whether a value is text, a number or a boolean. */
    public boolean isScalar() {
        return type.isScalar();
    }

    public boolean isNumeric() {
        return type.isNumeric();
    }

    /** About the memory that it takes, most of it for patterns. */
    public long memoryBytes() {
        return SchemaWeight.bytes(this);
    }

    /** The schema of a collection that was stored. */
    public static FieldSchema stored(JsonObject schema) {
        return stored(schema, SchemaLimits.CONTENT);
    }

    public static FieldSchema stored(JsonObject schema, SchemaLimits limits) {
        return switch (SchemaReader.read(schema, limits)) {
            case SchemaReader.Reading.Read(FieldSchema read) -> read;
            case SchemaReader.Reading.Faulty(var faults) ->
                throw new IllegalStateException("a stored schema is faulty: " + faults.getFirst());
        };
    }
}
