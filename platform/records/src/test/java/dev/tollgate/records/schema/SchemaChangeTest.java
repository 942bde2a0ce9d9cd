package dev.tollgate.records.schema;

import static dev.tollgate.records.schema.FieldCheckTest.schema;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaChangeTest {

    /** Each wider one way, and narrower the other. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'type': 'string', 'maxLength': 5} | {'type': 'string', 'maxLength': 6} | .maxLength",
                "{'type': 'string', 'maxLength': 5} | {'type': 'string'} | .maxLength",
                "{'type': 'string', 'minLength': 5} | {'type': 'string', 'minLength': 4} | .minLength",
                "{'type': 'integer', 'minimum': 5} | {'type': 'integer'} | .minimum",
                "{'type': 'integer', 'maximum': 5} | {'type': 'integer', 'maximum': 9} | .maximum",
                "{'type': 'integer', 'multipleOf': 6} | {'type': 'integer', 'multipleOf': 3} | .multipleOf",
                "{'type': 'integer'} | {'type': 'number'} | .type",
                "{'type': 'string', 'enum': ['a']} | {'type': 'string', 'enum': ['a', 'b']} | .enum",
                "{'type': 'string', 'const': 'a'} | {'type': 'string'} | .enum",
                "{'type': 'string', 'pattern': 'a'} | {'type': 'string'} | .pattern",
                "{'type': 'string', 'format': 'uri'} | {'type': 'string', 'format': 'markdown'} | .format",
                "{'type': 'string', 'x-ref': 'entry'} | {'type': 'string'} | .x-ref",
                "{'type': 'string', 'x-ref': 'entry', 'x-collection': 'a'} | {'type': 'string', 'x-ref': 'entry'} | .x-ref",
                "{'type': 'array', 'items': {'type': 'string'}, 'maxItems': 5} | {'type': 'array', 'items': {'type': 'string'}} | .maxItems",
                "{'type': 'array', 'items': {'type': 'string'}, 'minItems': 1} | {'type': 'array', 'items': {'type': 'string'}} | .minItems",
                "{'type': 'array', 'items': {'type': 'string'}, 'uniqueItems': true} | {'type': 'array', 'items': {'type': 'string'}} | .uniqueItems",
                "{'type': 'array', 'items': {'type': 'integer'}} | {'type': 'array', 'items': {'type': 'number'}} | .items.type",
                "{'type': 'object', 'properties': {'b': {'type': 'string'}}, 'required': ['b']} | {'type': 'object', 'properties': {'b': {'type': 'string'}}} | .required",
                "{'type': 'object', 'properties': {}} | {'type': 'object', 'properties': {'b': {'type': 'string'}}} | .properties.b"
            })
    void a_change_is_wider_or_narrower_at_its_path(String narrow, String wide, String path) {
        var narrower = schema("{'type': 'object', 'properties': {'a': " + narrow + "}}");
        var wider = schema("{'type': 'object', 'properties': {'a': " + wide + "}}");

        assertThat(SchemaChange.narrower(narrower, wider)).isEmpty();
        assertThat(SchemaChange.narrower(wider, narrower)).contains("schema.properties.a" + path);
    }

    /** The guarantee behind a change at once: no entry becomes invalid. */
    @Property(tries = 3_000)
    void what_is_valid_stays_valid_under_a_wider_schema(
            @ForAll("changes") List<JsonObject> change, @ForAll("values") Object value) {
        var before = read(change.getFirst());
        var after = read(change.getLast());
        var fields = new JsonObject().put("a", value);

        if (SchemaChange.narrower(before, after).isEmpty()
                && FieldCheckTest.complete(before, fields).isEmpty()) {
            assertThat(FieldCheckTest.complete(after, fields)).as("%s", change).isEmpty();
        }
    }

    private static FieldSchema read(JsonObject property) {
        return FieldSchema.stored(
                new JsonObject().put("type", "object").put("properties", new JsonObject().put("a", property)));
    }

    /** Two schemas of one type; the second is often the first without a keyword, which is wider. */
    @Provide
    Arbitrary<List<JsonObject>> changes() {
        return Arbitraries.oneOf(pairs(texts()), pairs(numbers()), pairs(lists(texts())), pairs(lists(numbers())));
    }

    private static Arbitrary<List<JsonObject>> pairs(Arbitrary<JsonObject> schemas) {
        return Combinators.combine(schemas, schemas, Arbitraries.integers().between(0, 9))
                .as((before, other, at) -> {
                    var keywords = before.fieldNames().stream()
                            .filter(keyword -> !keyword.equals("type") && !keyword.equals("items"))
                            .toList();
                    if (at > 6 || keywords.isEmpty()) {
                        return List.of(before, other);
                    }
                    var wider = before.copy();
                    var _ = wider.remove(keywords.get(at % keywords.size()));
                    return List.of(before, wider);
                });
    }

    private static Arbitrary<JsonObject> texts() {
        return with(
                "string",
                List.of("minLength", "maxLength", "pattern", "format", "enum"),
                List.of(
                        Arbitraries.of(0, 1, 2),
                        Arbitraries.of(2, 3),
                        Arbitraries.of("a", "^b"),
                        Arbitraries.of("slug", "markdown"),
                        Arbitraries.of("a", "b", "ab")
                                .list()
                                .uniqueElements()
                                .ofMinSize(1)
                                .map(list -> new JsonArray(list))));
    }

    private static Arbitrary<JsonObject> numbers() {
        return Arbitraries.of("integer", "number")
                .flatMap(type -> with(
                        type,
                        List.of("minimum", "maximum", "multipleOf"),
                        List.of(Arbitraries.of(0, 1, 2), Arbitraries.of(2, 4), Arbitraries.of(1, 2, 4))));
    }

    private static Arbitrary<JsonObject> lists(Arbitrary<JsonObject> items) {
        return Combinators.combine(
                        items,
                        with(
                                "array",
                                List.of("minItems", "maxItems", "uniqueItems"),
                                List.of(Arbitraries.of(0, 1), Arbitraries.of(1, 2), Arbitraries.of(true, false))))
                .as((item, list) -> list.copy().put("items", item));
    }

    /** A schema with some of these keywords. */
    private static Arbitrary<JsonObject> with(String type, List<String> keywords, List<Arbitrary<?>> values) {
        Arbitrary<JsonObject> schema = Arbitraries.just(new JsonObject().put("type", type));
        for (int i = 0; i < keywords.size(); i++) {
            var keyword = keywords.get(i);
            var value = values.get(i);
            schema = Combinators.combine(schema, value, Arbitraries.of(true, false))
                    .as((made, one, has) -> has ? made.copy().put(keyword, one) : made);
        }
        return schema;
    }

    @Provide
    Arbitrary<Object> values() {
        Arbitrary<Object> scalars =
                Arbitraries.<Object>of("", "a", "b", "ab", "ba", "aba", "A b", 0, 1, 2, 3, 4, 1.5, 2.0);
        return Arbitraries.oneOf(scalars, scalars.list().ofMaxSize(3).map(list -> (Object) new JsonArray(list)));
    }
}
