package dev.tollgate.records.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.fuzz.Offered;
import dev.tollgate.fuzz.Property;
import dev.tollgate.gateway.catalogue.input.InputSchema;
import dev.tollgate.gateway.catalogue.input.StrictJson;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.runtime.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/** Custom fields are refused or kept as they were said; a patch applied twice is applied once. */
public final class CustomFieldsFuzz {

    private static final InputSchema<?> CONTACT = Objects.requireNonNull(
                    Offered.CATALOGUE.tools().get("create_contact"))
            .rest()
            .schema();

    private CustomFieldsFuzz() {}

    /** Two lines: the fields of a record, and a patch of them. */
    public static void fuzzerTestOneInput(byte[] input) {
        var lines = Property.text(input).split("\n", 2);
        var before = fields(lines[0]);
        var others = fields(lines[lines.length - 1]);
        if (before.isEmpty() || others.isEmpty()) {
            return;
        }
        var patch = Patch.set(others.get());
        var after = CustomFields.NONE.merged(before.get()).patched(patch);
        Property.holds(after.patched(patch).equals(after), "a patch applied twice is applied once");
        Property.holds(
                after.values().values().stream().noneMatch(value -> value == null), "a null removes and is not kept");
        Property.holds(
                fields(Json.text(after)).map(after::equals).orElse(false), "fields read as the same when printed");
        Property.holds(after.terms().length == after.values().size(), "every field can be looked for");
        Property.holds(after.stored().keySet().equals(after.values().keySet()), "every field is stored");
    }

    /** Fields as far as the input of a new contact may have them. */
    private static Optional<CustomFields> fields(String json) {
        if (!(StrictJson.read(json.getBytes(StandardCharsets.UTF_8)) instanceof StrictJson.Text.Tree(JsonNode tree))
                || !tree.isObject()
                || !CONTACT.faults(
                                Json.MAPPER.createObjectNode().put("name", "a").set("custom_fields", tree))
                        .isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(Json.MAPPER.treeToValue(tree, CustomFields.class));
        } catch (JsonProcessingException refused) {
            return Optional.empty();
        }
    }
}
