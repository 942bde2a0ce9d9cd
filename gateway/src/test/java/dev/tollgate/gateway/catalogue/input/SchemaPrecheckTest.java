package dev.tollgate.gateway.catalogue.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.schema.Examples;
import dev.tollgate.records.ModuleProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is certainly valid, for every operation of the product, beside what the validator finds. */
class SchemaPrecheckTest {

    private static final Catalogue CATALOGUE = Catalogue.of(ModuleProvider.all());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHANGES = 100;

    private static final List<String> VALUES = List.of(
            "null",
            "0",
            "-1",
            "1.0",
            "1e400",
            "1234567890123456789012",
            "true",
            "''",
            "'x'",
            "'\uD83D\uDE00'",
            "'2026-02-28'",
            "'2026-02-30'",
            "'2026-02-28T12:00:00Z'",
            "'2026-02-28T12:00:00'",
            "'2026-02-28t12:00:60z'",
            "[]",
            "[null]",
            "['x','x']",
            "{}",
            "{'name':'x'}");

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    private static boolean accepts(ObjectNode schema, JsonNode document) {
        return SchemaPrecheck.of(schema).accepts(document, new Findings());
    }

    private static boolean isValid(InputSchema<JsonNode> schema, JsonNode document) {
        var findings = new Findings();
        return schema.validated(document, findings) && findings.getErrors().isEmpty();
    }

    /** The document with another value somewhere, or without one. */
    private static JsonNode changed(JsonNode document, Random random) {
        var copy = document.deepCopy();
        var containers = new ArrayList<JsonNode>();
        containers(copy, containers);
        var value = json(VALUES.get(random.nextInt(VALUES.size())));
        switch (containers.get(random.nextInt(containers.size()))) {
            case ObjectNode object -> {
                var names = new ArrayList<String>();
                object.fieldNames().forEachRemaining(names::add);
                names.add("other");
                var name = names.get(random.nextInt(names.size()));
                if (random.nextInt(4) == 0) {
                    object.remove(name);
                } else {
                    object.set(name, value);
                }
            }
            case ArrayNode list -> list.add(value);
            default -> throw new AssertionError("no container");
        }
        return copy;
    }

    private static void containers(JsonNode node, List<JsonNode> into) {
        if (node.isContainerNode()) {
            into.add(node);
        }
        node.forEach(inner -> containers(inner, into));
    }

    @Test
    void the_validator_finds_no_fault_in_what_is_accepted() {
        var random = new Random(7);
        int accepted = 0;
        for (var face : CATALOGUE.faces()) {
            var document = face.rest().schema().document();
            var schema = InputSchema.shown(document);
            JsonNode example = Examples.of(face.operation());
            for (int i = 0; example != null && i < CHANGES; i++) {
                var changed = changed(i % 3 == 0 ? example : changed(example, random), random);
                if (accepts(document, changed)) {
                    accepted++;
                    assertThat(isValid(schema, changed))
                            .as("%s %s", face.operation().name(), changed)
                            .isTrue();
                }
            }
        }
        assertThat(accepted).isGreaterThan(CHANGES);
    }

    @Test
    void product_events_need_no_validator() {
        var tracked = CATALOGUE.faces().stream()
                .filter(face -> face.operation().name().equals("track_events"))
                .findFirst()
                .orElseThrow();
        var document = tracked.rest().schema().document();

        assertThat(accepts(document, json("""
                {'events': [{'name': 'a', 'event_id': 'e', 'occurred_at': '2026-02-28T12:00:00Z', 'actor': null,
                  'properties': {'list': [1, {'deep': null}], 'text': 'x'}}]}
                """))).isTrue();
        assertThat(accepts(document, json("{'events': []}"))).isFalse();
        assertThat(accepts(document, json("{'events': [{'name': 1}]}"))).isFalse();
        assertThat(accepts(document, json("{'events': [{'nome': 'a'}]}"))).isFalse();
        assertThat(accepts(document, json("{'events': [{'occurred_at': 'yesterday'}]}")))
                .isFalse();
    }

    @Test
    void a_text_passes_if_the_first_match_of_the_pattern_is_all_of_it() {
        var schema = (ObjectNode) json("{'type': 'object', 'properties': {"
                + "'slug': {'type': 'string', 'pattern': '^[a-z]+(-[a-z]+)*$'},"
                + "'either': {'type': 'string', 'pattern': '^a|ab$'}}}");

        assertThat(accepts(schema, json("{'slug': 'a-b'}"))).isTrue();
        assertThat(accepts(schema, json("{'slug': 'a-'}"))).isFalse();
        assertThat(accepts(schema, json("{'slug': 'a\\n'}"))).isFalse();
        assertThat(accepts(schema, json("{'either': 'ab'}"))).isFalse();
    }

    @Test
    void words_and_bounds_of_whole_numbers_are_checked() {
        var schema = (ObjectNode) json("{'type': 'object', 'properties': {"
                + "'word': {'type': 'string', 'enum': ['a', 'b']},"
                + "'number': {'type': 'integer', 'minimum': 1, 'maximum': 100},"
                + "'large': {'type': 'integer', 'minimum': 1e30}}}");

        assertThat(accepts(schema, json("{'word': 'b', 'number': 100}"))).isTrue();
        assertThat(accepts(schema, json("{'word': 'c'}"))).isFalse();
        assertThat(accepts(schema, json("{'word': null}"))).isFalse();
        assertThat(accepts(schema, json("{'number': 0}"))).isFalse();
        assertThat(accepts(schema, json("{'number': 1.5}"))).isFalse();
        assertThat(accepts(schema, json("{'number': 1234567890123456789012}"))).isFalse();
        assertThat(accepts(schema, json("{'large': 2}"))).isFalse();
    }

    @Test
    void reading_what_is_published_needs_no_validator() {
        var published = CATALOGUE.faces().stream()
                .filter(face -> face.operation().name().equals("list_published_entries"))
                .findFirst()
                .orElseThrow();

        assertThat(accepts(published.rest().schema().document(), json("{'slug': 'docs', 'limit': 10}")))
                .isTrue();
    }

    @Test
    void a_keyword_that_is_not_known_leaves_it_to_the_validator() {
        var schema = (ObjectNode) json("{'type': 'object', 'properties': {'a': {'type': 'integer', 'multipleOf': 2}}}");

        assertThat(accepts(schema, json("{}"))).isTrue();
        assertThat(accepts(schema, json("{'a': 2}"))).isFalse();
    }
}
