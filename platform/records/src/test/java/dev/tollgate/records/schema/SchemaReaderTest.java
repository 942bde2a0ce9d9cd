package dev.tollgate.records.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.records.CpuTime;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaReaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type': 'string', 'title': 'T', 'description': 'D', 'default': 'x'}",
                "{'type': 'string', 'minLength': 1, 'maxLength': 5, 'pattern': '^[a-z]+$'}",
                "{'type': 'string', 'enum': ['a', 'b']}",
                "{'type': 'string', 'const': 'a'}",
                "{'type': 'string', 'format': 'date'}",
                "{'type': 'string', 'format': 'date-time'}",
                "{'type': 'string', 'format': 'email'}",
                "{'type': 'string', 'format': 'uri'}",
                "{'type': 'string', 'format': 'uuid'}",
                "{'type': 'string', 'format': 'slug'}",
                "{'type': 'string', 'format': 'markdown'}",
                "{'type': 'string', 'x-ref': 'entry', 'x-collection': 'authors'}",
                "{'type': 'string', 'x-ref': 'asset'}",
                "{'type': 'integer', 'minimum': 0, 'maximum': 9, 'multipleOf': 3, 'enum': [3, 6]}",
                "{'type': 'number', 'minimum': 0.5, 'multipleOf': 0.1}",
                "{'type': 'boolean', 'const': true}",
                "{'type': 'array', 'items': {'type': 'integer'}, 'minItems': 1, 'maxItems': 9, 'uniqueItems': true}",
                "{'type': 'object', 'properties': {'a': {'type': 'string'}}, 'required': ['a'],"
                        + " 'additionalProperties': false}"
            })
    void a_keyword_of_the_subset_is_read(String property) {
        assertThat(faults(of(property))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'type': 'text'} | .type",
                "{} | .type",
                "{'type': ['string', 'null']} | .type",
                "{'type': 'string', '$ref': '#'} | .$ref",
                "{'type': 'string', 'allOf': []} | .allOf",
                "{'type': 'string', 'if': {}} | .if",
                "{'type': 'string', 'minimum': 1} | .minimum",
                "{'type': 'integer', 'maxLength': 1} | .maxLength",
                "{'type': 'string', 'title': 1} | .title",
                "{'type': 'string', 'minLength': -1} | .minLength",
                "{'type': 'string', 'minLength': 1.5} | .minLength",
                "{'type': 'string', 'minLength': 5, 'maxLength': 4} | .minLength",
                "{'type': 'string', 'pattern': '('} | .pattern",
                "{'type': 'string', 'pattern': '(?=a)'} | .pattern",
                "{'type': 'string', 'pattern': '((a{100}){100}){100}'} | .pattern",
                "{'type': 'string', 'pattern': '((a{30}b{30}){30}c)*'} | .pattern",
                "{'type': 'string', 'format': 'ipv4'} | .format",
                "{'type': 'string', 'enum': []} | .enum",
                "{'type': 'string', 'enum': [1]} | .enum",
                "{'type': 'string', 'enum': ['a'], 'const': 'a'} | .const",
                "{'type': 'string', 'default': 7} | .default",
                "{'type': 'string', 'x-ref': 'file'} | .x-ref",
                "{'type': 'string', 'x-collection': 'a'} | .x-collection",
                "{'type': 'string', 'x-ref': 'asset', 'x-collection': 'a'} | .x-collection",
                "{'type': 'number', 'multipleOf': 0} | .multipleOf",
                "{'type': 'number', 'multipleOf': 1e-10} | .multipleOf",
                "{'type': 'number', 'multipleOf': 1e16} | .multipleOf",
                "{'type': 'number', 'maximum': 1e309} | .maximum",
                "{'type': 'number', 'minimum': -1e309} | .minimum",
                "{'type': 'number', 'enum': [1e309]} | .enum",
                "{'type': 'number', 'default': 1e309} | .default",
                "{'type': 'number', 'maximum': '1'} | .maximum",
                "{'type': 'array'} | .items",
                "{'type': 'array', 'items': {'type': 'string'}, 'maxItems': 1001} | .maxItems",
                "{'type': 'array', 'items': {'type': 'string'}, 'maxItems': 101, 'uniqueItems': true} | .maxItems",
                "{'type': 'array', 'items': {'type': 'object'}, 'uniqueItems': true} | .uniqueItems",
                "{'type': 'object', 'required': ['b']} | .required[0]",
                "{'type': 'object', 'additionalProperties': true} | .additionalProperties",
                "{'type': 'object', 'properties': {'c': 1}} | .properties.c"
            })
    void anything_else_is_a_fault_with_its_path(String property, String path) {
        assertThat(faults(of(property))).extracting(FieldError::field).contains("schema.properties.a" + path);
    }

    @Test
    void the_root_is_an_object() {
        assertThat(faults(json("{'type': 'string'}")))
                .extracting(FieldError::field)
                .containsExactly("schema.type");
    }

    @Test
    void a_schema_is_bounded_in_bytes_depth_properties_and_values() {
        assertThat(faults(of("{'type': 'string', 'description': '" + "x".repeat(33_000) + "'}")))
                .extracting(FieldError::field)
                .containsExactly("schema");
        assertThat(faults(nested(5))).isEmpty();
        assertThat(faults(nested(6))).isNotEmpty();
        assertThat(faults(flat(64))).isEmpty();
        assertThat(faults(flat(65))).extracting(FieldError::field).containsExactly("schema.properties");
        assertThat(faults(wide())).hasSize(1);
    }

    @Test
    void all_faults_are_told_together_and_a_hundred_at_most() {
        var many = IntStream.range(0, 64)
                .mapToObj(i -> "'p%d': {'type': 'string', 'a': 1, 'b': 2}".formatted(i))
                .collect(Collectors.joining(", ", "{'type': 'object', 'properties': {", "}}"));

        assertThat(faults(json(many))).hasSize(100);
    }

    @Test
    void a_schema_of_the_largest_patterns_is_read_quickly() {
        var schema = patterns(64, "(a{31}b{31}c|d)*");
        var warm = faults(schema);

        var taken = CpuTime.of(() -> assertThat(faults(schema)).isEqualTo(warm));

        assertThat(warm).isEmpty();
        assertThat(taken).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void the_formats_that_descriptions_name_are_all() {
        assertThat(List.of(SchemaReader.FORMATS.split(", ")))
                .isEqualTo(
                        Arrays.stream(TextFormat.values()).map(TextFormat::word).toList());
    }

    @Test
    void a_pattern_that_repeats_a_long_group_is_refused_before_it_is_compiled() {
        var group = "a".repeat(180);
        var hostile = List.of(
                "(" + group + "){1000}",
                "(" + group + ")\\Q\\E{1000}",
                "(" + group + ")(?i){1000}",
                "((a{30}){30}){30}");

        for (var pattern : hostile) {
            var taken = CpuTime.of(() -> assertThat(faults(patterns(64, pattern)))
                    .hasSize(64)
                    .contains(new FieldError("schema.properties.p0.pattern", PatternLimit.TOO_LARGE)));

            assertThat(taken).isLessThan(Duration.ofSeconds(1));
        }
        assertThat(faults(patterns(64, "^[a-z0-9-]{1,100}$"))).isEmpty();
        assertThat(faults(patterns(1, "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")))
                .isEmpty();
    }

    @Test
    void the_patterns_of_a_schema_are_bounded_together() {
        assertThat(faults(patterns(50, "a".repeat(200)))).isEmpty();
        assertThat(faults(patterns(51, "a".repeat(200))))
                .containsExactly(new FieldError("schema.properties.p50.pattern", PatternLimit.TOO_MANY));
    }

    private static JsonObject patterns(int count, String pattern) {
        var properties = new JsonObject();
        IntStream.range(0, count)
                .forEach(i -> properties.put(
                        "p" + i, new JsonObject().put("type", "string").put("pattern", pattern)));
        return new JsonObject().put("type", "object").put("properties", properties);
    }

    private static JsonObject nested(int levels) {
        var inner = new JsonObject().put("type", "string");
        for (int i = 0; i < levels; i++) {
            inner = new JsonObject().put("type", "object").put("properties", new JsonObject().put("a", inner));
        }
        return inner;
    }

    private static JsonObject flat(int properties) {
        var all = new JsonObject();
        IntStream.range(0, properties).forEach(i -> all.put("p" + i, new JsonObject().put("type", "string")));
        return new JsonObject().put("type", "object").put("properties", all);
    }

    /** 4 × 64 values and those that hold them. */
    private static JsonObject wide() {
        var all = new JsonObject();
        IntStream.range(0, 4).forEach(i -> all.put("o" + i, flat(64)));
        return new JsonObject().put("type", "object").put("properties", all).put("required", new JsonArray());
    }

    private static List<FieldError> faults(JsonObject schema) {
        return SchemaReader.read(schema) instanceof SchemaReader.Reading.Faulty(List<FieldError> faults)
                ? faults
                : List.of();
    }

    private static JsonObject of(String property) {
        return json("{'type': 'object', 'properties': {'a': " + property + "}}");
    }

    static JsonObject json(String text) {
        return Json.read(text.replace('\'', '"'), JsonObject.class);
    }
}
