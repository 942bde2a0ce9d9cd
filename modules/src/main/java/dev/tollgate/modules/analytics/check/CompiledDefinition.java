package dev.tollgate.modules.analytics.check;

import dev.tollgate.contract.digest.Sha256;
import dev.tollgate.modules.tracked.PropertyClass;
import dev.tollgate.records.schema.FieldSchema;
import dev.tollgate.records.schema.SchemaLimits;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What follows from one revision of a definition.
 *
 * @param digests of the schemas of its properties, by name: whether a schema has changed
 * @param memoryBytes about what it takes
 */
public record CompiledDefinition(
        FieldSchema schema, Map<String, PropertyClass> classes, Map<String, String> digests, long memoryBytes) {

    private static final int DIGEST_BYTES = 8;

    /** A name with its class or its digest. */
    private static final long ENTRY_BYTES = 256;

    public CompiledDefinition {
        classes = Map.copyOf(classes);
        digests = Map.copyOf(digests);
    }

    /** Compiles a stored definition. */
    public static CompiledDefinition of(JsonObject schema, JsonObject classes) {
        var compiled = FieldSchema.stored(schema, SchemaLimits.EVENT);
        var digests = new HashMap<String, String>();
        schema.getJsonObject("properties", new JsonObject())
                .forEach(property -> digests.put(property.getKey(), digest(String.valueOf(property.getValue()))));
        return new CompiledDefinition(
                compiled,
                classes(classes),
                digests,
                compiled.memoryBytes() + ENTRY_BYTES * (classes.size() + digests.size()));
    }

    /** The classes of properties, which are words that were checked. */
    public static Map<String, PropertyClass> classes(JsonObject words) {
        var classes = new HashMap<String, PropertyClass>();
        words.forEach(word -> classes.put(word.getKey(), ofWord(word.getValue().toString())));
        return classes;
    }

    /** The class of a word that was checked. */
    public static PropertyClass ofWord(String word) {
        return PropertyClass.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static String digest(String text) {
        return Sha256.hex(text, DIGEST_BYTES);
    }
}
