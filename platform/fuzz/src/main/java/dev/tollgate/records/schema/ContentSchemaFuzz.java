package dev.tollgate.records.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.fuzz.Property;
import dev.tollgate.gateway.catalogue.input.StrictJson;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A schema of content is read or refused by path; fields fit it or have faults; a wider one refuses no more. */
public final class ContentSchemaFuzz {

    private ContentSchemaFuzz() {}

    /** Three lines: a schema, fields, and the schema after a change. */
    public static void fuzzerTestOneInput(byte[] input) {
        var lines = Property.text(input).split("\n", 3);
        var schema = schema(lines[0]);
        var fields = object(lines.length > 1 ? lines[1] : "{}");
        if (schema.isEmpty() || fields.isEmpty()) {
            return;
        }
        Property.holds(SchemaChange.narrower(schema.get(), schema.get()).isEmpty(), "a schema is as wide as itself");
        fields(schema.get(), fields.get());
        schema(lines[lines.length - 1]).ifPresent(after -> {
            if (SchemaChange.narrower(schema.get(), after).isEmpty() && fits(schema.get(), fields.get(), true)) {
                Property.holds(fits(after, fields.get(), true), "what is valid stays valid under a wider schema");
            }
        });
    }

    private static void fields(FieldSchema schema, JsonObject fields) {
        Property.holds(
                FieldCheck.faults(schema, fields, null, true).size() <= SchemaReader.FAULTS_MAX,
                "there are at most 100 faults");
        Property.holds(
                !fits(schema, fields, true) || fits(schema, fields, false), "what can be published can be a draft");
        if (FieldCheck.faults(schema, fields, fields, false).isEmpty()) {
            Property.holds(fits(schema, FieldTrees.pruned(schema, fields), false), "pruned fields are known");
        }
        var once = FieldTrees.patched(new JsonObject(), fields);
        Property.holds(FieldTrees.patched(once, fields).equals(once), "a patch applied twice is applied once");
    }

    private static boolean fits(FieldSchema schema, JsonObject fields, boolean complete) {
        return FieldCheck.faults(schema, fields, null, complete).isEmpty();
    }

    private static Optional<FieldSchema> schema(String line) {
        return object(line).map(SchemaReader::read).flatMap(reading -> switch (reading) {
            case SchemaReader.Reading.Read(FieldSchema schema) -> Optional.of(schema);
            case SchemaReader.Reading.Faulty(var faults) -> {
                Property.holds(
                        !faults.isEmpty()
                                && faults.size() <= SchemaReader.FAULTS_MAX
                                && faults.stream()
                                        .allMatch(fault -> fault.field().startsWith("schema")),
                        "every fault has a path, and there are at most 100");
                yield Optional.empty();
            }
        });
    }

    private static Optional<JsonObject> object(String line) {
        return StrictJson.read(line.getBytes(StandardCharsets.UTF_8)) instanceof StrictJson.Text.Tree(JsonNode tree)
                        && tree instanceof ObjectNode
                ? Optional.of(Json.MAPPER.convertValue(tree, JsonObject.class))
                : Optional.empty();
    }
}
