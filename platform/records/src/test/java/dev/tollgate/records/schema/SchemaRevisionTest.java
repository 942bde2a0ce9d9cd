package dev.tollgate.records.schema;

import static dev.tollgate.records.schema.FieldCheckTest.schema;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Revisions of event types: data of a later one fits every earlier one. */
class SchemaRevisionTest {

    private static final AtomicInteger CHECKED = new AtomicInteger();

    private static final String BEFORE = "{'type': 'object', 'properties': {'a': {'type': 'string', 'maxLength': 9},"
            + " 'o': {'type': 'object', 'properties': {'n': {'type': 'number'}}},"
            + " 'l': {'type': 'array', 'items': {'type': 'object', 'properties': {'n': {'type': 'number'}}}}},"
            + " 'required': ['a']}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'maxLength': 9 | 'maxLength': 8 | ''",
                "'required': ['a'] | 'required': ['a', 'o'] | ''",
                "{'n': {'type': 'number'}}}, | {'n': {'type': 'integer'}, 'm': {'type': 'boolean'}}}, | ''",
                "'properties': {'a' | 'properties': {'z': {'type': 'boolean'}, 'a' | ''",
                "'maxLength': 9 | 'maxLength': 10 | schema.properties.a.maxLength",
                "'required': ['a'] | 'required': [] | schema.required",
                "'o': | 'p': | schema.properties.o",
                "{'n': {'type': 'number'}}}, | {}}, | schema.properties.o.properties.n",
                "{'n': {'type': 'number'}}}}} | {'n': {'type': 'string'}}}}} | schema.properties.l.items.properties.n.type",
                "{'type': 'string', 'maxLength': 9} | {'type': 'integer'} | schema.properties.a.type"
            })
    void properties_may_be_added_required_and_narrowed_and_nothing_else(String from, String to, String path) {
        var before = schema(BEFORE);
        var after = schema(BEFORE.replace(from, to));

        var paths = SchemaRevision.incompatible(before, after);

        if (path.equals("''")) {
            assertThat(paths).isEmpty();
        } else {
            assertThat(paths).contains(path);
        }
    }

    @Property(tries = 5_000)
    void data_of_a_compatible_revision_fits_the_former_one(
            @ForAll("revisions") List<JsonObject> revisions, @ForAll("data") JsonObject data) {
        var before = FieldSchema.stored(revisions.getFirst());
        var after = FieldSchema.stored(revisions.getLast());

        if (SchemaRevision.incompatible(before, after).isEmpty()
                && FieldCheckTest.complete(after, data).isEmpty()) {
            CHECKED.incrementAndGet();
            // A receiver that knows the former one ignores what it does not know.
            assertThat(FieldCheckTest.complete(before, FieldTrees.pruned(before, data)))
                    .as("%s", revisions)
                    .isEmpty();
        }
    }

    @AfterContainer
    static void revisionsWereCompatible() {
        assertThat(CHECKED.get()).isGreaterThan(50);
    }

    /** Two schemas with up to two properties; the second one is often narrower. */
    @Provide
    Arbitrary<List<JsonObject>> revisions() {
        var changes = new SchemaChangeTest().changes();
        return Combinators.combine(changes, changes, Arbitraries.integers().between(0, 15))
                .as((a, b, form) -> List.of(
                        object(a.getLast(), (form & 1) == 0 ? null : b.getLast(), (form & 2) != 0),
                        object(a.getFirst(), (form & 4) == 0 ? null : b.getFirst(), (form & 8) != 0)));
    }

    private static JsonObject object(JsonObject a, JsonObject b, boolean required) {
        var properties = new JsonObject().put("a", a);
        if (b != null) {
            properties.put("b", b);
        }
        return new JsonObject()
                .put("type", "object")
                .put("properties", properties)
                .put("required", required ? JsonArray.of("a") : new JsonArray());
    }

    @Provide
    Arbitrary<JsonObject> data() {
        var values = new SchemaChangeTest().values();
        return Combinators.combine(values, values, Arbitraries.integers().between(0, 3))
                .as((a, b, form) -> {
                    var data = new JsonObject();
                    if ((form & 1) != 0) {
                        data.put("a", a);
                    }
                    if ((form & 2) != 0) {
                        data.put("b", b);
                    }
                    return data;
                });
    }
}
