package dev.tollgate.records.schema;

import static dev.tollgate.records.schema.SchemaReaderTest.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.records.CpuTime;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldCheckTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'type': 'string', 'maxLength': 2} | 'ab' | 'abc'",
                "{'type': 'string', 'minLength': 2} | 'ab' | 'a'",
                "{'type': 'string', 'pattern': 'b'} | 'abc' | 'ac'",
                "{'type': 'string', 'enum': ['a', 'b']} | 'a' | 'c'",
                "{'type': 'string', 'const': 'a'} | 'a' | 'b'",
                "{'type': 'string'} | 'a' | 1",
                "{'type': 'string', 'format': 'date'} | '2026-02-28' | '2026-02-30'",
                "{'type': 'string', 'format': 'date-time'} | '2026-02-28T10:00:00+01:00' | '2026-02-28T10:00:00'",
                "{'type': 'string', 'format': 'email'} | 'ada@example.org' | 'ada'",
                "{'type': 'string', 'format': 'uri'} | 'https://example.org/a' | '/a'",
                "{'type': 'string', 'format': 'uuid'} | '01890a5d-ac96-774b-bcce-b302099a8057' | '01890a5d'",
                "{'type': 'string', 'format': 'slug'} | 'first-steps' | 'First steps'",
                "{'type': 'string', 'x-ref': 'entry'} | 'ent_01jg000000e008000000000001' | 'con_01jg000000e008000000000001'",
                "{'type': 'integer'} | 1.0 | 1.5",
                "{'type': 'integer', 'minimum': 2} | 2 | 1",
                "{'type': 'number', 'maximum': 2.5} | 2.5 | 2.6",
                "{'type': 'number', 'multipleOf': 0.1} | 0.3 | 0.35",
                "{'type': 'number', 'enum': [1, 2.5]} | 1.0 | 2",
                "{'type': 'number'} | 1e308 | 1e309",
                "{'type': 'number'} | -1e308 | -1e400000",
                "{'type': 'integer'} | 1 | 1e309",
                "{'type': 'boolean'} | true | 'true'",
                "{'type': 'array', 'items': {'type': 'string'}, 'maxItems': 1} | ['a'] | ['a', 'b']",
                "{'type': 'array', 'items': {'type': 'string'}, 'minItems': 1} | ['a'] | []",
                "{'type': 'array', 'items': {'type': 'number'}, 'uniqueItems': true} | [1, 2] | [1, 1.0]",
                "{'type': 'array', 'items': {'type': 'string'}} | ['a'] | ['a', null]",
                "{'type': 'object', 'properties': {'b': {'type': 'string'}}} | {'b': 'x'} | {'c': 'x'}",
                "{'type': 'object', 'properties': {'b': {'type': 'string'}}, 'required': ['b']} | {'b': 'x'} | {}"
            })
    void a_value_fits_or_has_one_fault(String property, String good, String bad) {
        var schema = schema("{'type': 'object', 'properties': {'a': " + property + "}}");

        assertThat(FieldCheck.faults(schema, json("{'a': " + good + "}"), null, true))
                .isEmpty();
        assertThat(FieldCheck.faults(schema, json("{'a': " + bad + "}"), null, true))
                .singleElement()
                .satisfies(fault -> assertThat(fault.field()).startsWith("fields.a"));
    }

    @Test
    void a_draft_may_lack_required_fields_and_minimums() {
        var schema = schema("{'type': 'object', 'properties': {'a': {'type': 'string', 'minLength': 3},"
                + " 'n': {'type': 'integer', 'minimum': 5}, 'l': {'type': 'array', 'minItems': 2,"
                + " 'items': {'type': 'string'}}, 'r': {'type': 'string'}}, 'required': ['r']}");
        var fields = json("{'a': 'x', 'n': 1, 'l': []}");

        assertThat(FieldCheck.faults(schema, fields, null, false)).isEmpty();
        assertThat(FieldCheck.faults(schema, fields, null, true))
                .extracting(FieldError::field)
                .containsExactly("fields.a", "fields.n", "fields.l", "fields.r");
    }

    @Test
    void stored_fields_that_the_schema_does_not_know_are_left_alone_until_they_change() {
        var schema = schema("{'type': 'object', 'properties': {'a': {'type': 'string'}}}");
        var stored = json("{'a': 'x', 'old': {'b': 1}}");

        assertThat(FieldCheck.faults(schema, json("{'a': 'y', 'old': {'b': 1}}"), stored, true))
                .isEmpty();
        assertThat(FieldCheck.faults(schema, json("{'a': 'y', 'old': {'b': 2}}"), stored, true))
                .extracting(FieldError::field)
                .containsExactly("fields.old");
        assertThat(FieldTrees.pruned(schema, stored)).isEqualTo(json("{'a': 'x'}"));
    }

    @Test
    void a_merge_patch_follows_the_examples_of_its_rfc() {
        assertThat(FieldTrees.patched(json("{'a': 'b'}"), json("{'a': 'c'}"))).isEqualTo(json("{'a': 'c'}"));
        assertThat(FieldTrees.patched(json("{'a': 'b'}"), json("{'b': 'c'}"))).isEqualTo(json("{'a': 'b', 'b': 'c'}"));
        assertThat(FieldTrees.patched(json("{'a': 'b', 'b': 'c'}"), json("{'a': null}")))
                .isEqualTo(json("{'b': 'c'}"));
        assertThat(FieldTrees.patched(json("{'a': ['b']}"), json("{'a': 'c'}"))).isEqualTo(json("{'a': 'c'}"));
        assertThat(FieldTrees.patched(json("{'a': {'b': 'c'}}"), json("{'a': {'b': 'd', 'c': null}}")))
                .isEqualTo(json("{'a': {'b': 'd'}}"));
        assertThat(FieldTrees.patched(json("{'a': 'foo'}"), json("{'a': {'bb': {'ccc': null}}}")))
                .isEqualTo(json("{'a': {'bb': {}}}"));
    }

    @Test
    void a_hostile_pattern_on_a_large_text_is_refused_without_being_matched() {
        var schema = schema("{'type': 'object', 'properties': {'a': {'type': 'string', 'pattern': '(a?){30}(a|b)$'}}}");
        var fields = new JsonObject().put("a", "a".repeat(250_000));

        assertThat(FieldCheck.faults(schema, fields, null, true))
                .containsExactly(new FieldError("fields.a", "is too long for its pattern"));
    }

    @Test
    void a_fault_lists_few_of_many_choices() {
        var words = IntStream.range(0, 100)
                .mapToObj(i -> "'" + i + "x".repeat(90) + "'")
                .toList();
        var schema = schema("{'type': 'object', 'properties': {'a': {'type': 'string', 'enum': " + words + "}}}");

        var message = complete(schema, json("{'a': 'y'}")).getFirst().message();

        assertThat(message).startsWith("must be one of 0x").endsWith(", …").hasSizeLessThan(250);
    }

    @Test
    void fields_of_256_KiB_are_checked_in_milliseconds() {
        var schema = schema("{'type': 'object', 'properties': {'l': {'type': 'array', 'items': {'type': 'object',"
                + " 'properties': {'s': {'type': 'string', 'format': 'slug', 'pattern': '^[a-z-]+$'},"
                + " 'n': {'type': 'number', 'multipleOf': 0.01}, 'd': {'type': 'string', 'format': 'date'},"
                + " 't': {'type': 'string', 'maxLength': 500}}}}}}");
        var list = new JsonArray();
        IntStream.range(0, 800)
                .forEach(i -> list.add(new JsonObject()
                        .put("s", "some-slug-of-a-thing")
                        .put("n", 12.34)
                        .put("d", "2026-01-31")
                        .put("t", "x".repeat(220))));
        var fields = new JsonObject().put("l", list);
        assertThat(fields.toBuffer().length()).isGreaterThan(220_000);
        IntStream.range(0, 30)
                .forEach(_ -> assertThat(FieldCheck.faults(schema, fields, null, true))
                        .isEmpty());

        var taken = CpuTime.of(() -> IntStream.range(0, 10)
                .forEach(_ -> assertThat(FieldCheck.faults(schema, fields, fields, true))
                        .isEmpty()));

        assertThat(taken.dividedBy(10)).isLessThan(Duration.ofMillis(50));
    }

    @ParameterizedTest
    @CsvSource({"1e18, 1e19", "0.5, 1e-300", "-1e18, -1e308"})
    void a_number_with_too_many_digits_is_a_multiple_of_nothing(String good, String bad) {
        var schema = schema("{'type': 'object', 'properties': {'a': {'type': 'number', 'multipleOf': 1e-9}}}");

        assertThat(complete(schema, json("{'a': " + good + "}"))).isEmpty();
        assertThat(complete(schema, json("{'a': " + bad + "}")))
                .extracting(FieldError::field)
                .containsExactly("fields.a");
    }

    @Test
    void references_are_found_at_any_depth() {
        var schema = schema("{'type': 'object', 'properties': {'l': {'type': 'array', 'items': {'type': 'object',"
                + " 'properties': {'e': {'type': 'string', 'x-ref': 'entry', 'x-collection': 'authors'}}}}}}");

        var references = FieldCheck.references(schema, json("{'l': [{}, {'e': 'ent_01jg000000e008000000000001'}]}"));

        assertThat(references)
                .extracting(FieldCheck.Reference::path, FieldCheck.Reference::collection)
                .containsExactly(tuple("fields.l[1].e", "authors"));
    }

    static FieldSchema schema(String text) {
        return FieldSchema.stored(json(text));
    }

    static List<FieldError> complete(FieldSchema schema, JsonObject fields) {
        return FieldCheck.faults(schema, fields, null, true);
    }
}
