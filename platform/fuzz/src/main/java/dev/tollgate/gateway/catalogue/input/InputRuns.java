package dev.tollgate.gateway.catalogue.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.fuzz.Property;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.records.table.Batch;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.MultiMap;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One input through the reader of REST, and what must be true of what comes out. */
public final class InputRuns {

    private static final Comparator<JsonNode> NUMBERS = (one, other) -> {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    };

    private static final String ID_BEHIND_PREFIX = "00123456789abcdefghjkmnpqr";

    private InputRuns() {}

    /** A route of a face with ids that fit its parameters. */
    public static RouteTrie.Match.Found<CompiledFace<?, ?>> found(CompiledFace<?, ?> face) {
        var parameters = new ArrayList<String>();
        for (var name : face.face().route().parameters()) {
            var pattern = face.rest()
                    .schema()
                    .document()
                    .path("properties")
                    .path(name)
                    .path("pattern")
                    .asText();
            parameters.add(
                    pattern.indexOf('_') > 0 ? pattern.substring(1, pattern.indexOf('_') + 1) + ID_BEHIND_PREFIX : "x");
        }
        return new RouteTrie.Match.Found<>(face.face().route(), face, parameters);
    }

    static void rest(
            CompiledFace<?, ?> face,
            RouteTrie.Match.Found<CompiledFace<?, ?>> found,
            MultiMap query,
            @Nullable JsonNode body) {
        judged(
                face.rest().read(found, query, body, Conditions.NONE, ZoneOffset.UTC),
                face.rest().schema());
    }

    public static <I> void judged(ParsedInput<I> parsed, InputSchema<?> schema) {
        switch (parsed) {
            case ParsedInput.Invalid<I>(Refusal.ValidationFailed invalid) -> {
                Property.holds(!invalid.fieldErrors().isEmpty(), "a refusal names a fault");
                Property.holds(
                        invalid.fieldErrors().size() <= InputSchema.FAULTS_MAX, "a refusal names at most 100 faults");
            }
            case ParsedInput.Invalid<I>(Refusal refusal) ->
                Property.holds(refusal instanceof Refusal.ResourceNotFound, "a fault in a path is 404");
            case ParsedInput.Valid<I>(I input, Conditions _) -> printed(input, schema);
        }
    }

    /** Printing a decoded input and decoding it again gives the same input. */
    private static void printed(Object input, InputSchema<?> schema) {
        var tree = tree(input);
        Property.holds(schema.faults(tree).isEmpty(), "a record that was read fits its schema as printed: " + tree);
        Property.holds(
                schema.decoded(tree) instanceof InputSchema.Reading.Read<?>(var again) && same(input, again),
                "a record that was read reads as the same when printed: " + tree);
    }

    /**
     * A number may be read as another type that has the same value. A tool describes faults of an item in words of its
     * own, such as without null.
     */
    private static boolean same(Object input, Object again) {
        return input.equals(again)
                || (tree(input).equals(NUMBERS, tree(again)) && faults(input).equals(faults(again)));
    }

    private static ObjectNode tree(Object input) {
        return input instanceof Batch<?> batch ? sent(batch) : Json.MAPPER.valueToTree(input);
    }

    /** The fields of a batch that have faults, by the index of their item. */
    private static Map<Integer, List<String>> faults(Object input) {
        var faults = new TreeMap<Integer, List<String>>();
        if (input instanceof Batch<?> batch) {
            batch.faulty()
                    .forEach((index, item) -> faults.put(
                            index,
                            item.refusal().fieldErrors().stream()
                                    .map(FieldError::field)
                                    .toList()));
        }
        return faults;
    }

    /** The list of a batch as its caller sent it. */
    private static ObjectNode sent(Batch<?> batch) {
        var tree = Json.MAPPER.createObjectNode();
        var items = tree.putArray("items");
        for (int index = 0; index < batch.items().size() + batch.faulty().size(); index++) {
            var faulty = batch.faulty().get(index);
            items.addPOJO(faulty == null ? batch.item(index) : faulty.given());
        }
        return Json.MAPPER.valueToTree(tree);
    }
}
