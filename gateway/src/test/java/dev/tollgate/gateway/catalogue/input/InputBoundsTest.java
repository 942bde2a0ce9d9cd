package dev.tollgate.gateway.catalogue.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.schema.FieldLimits;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.records.table.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Bounds on the validation work for an input, for every operation of the product. */
class InputBoundsTest {

    private static final Catalogue CATALOGUE = Catalogue.of(ModuleProvider.all());

    private static final List<String> PIECES =
            List.of("a", "A", "0", "@", "a@", " ", ",", "day,", "-", "2026-", "a-", "a-bb-", "a.", "_", "\u0001");

    /** Characters of the longest text in a body. */
    private static final int CHARS_MAX = 1 << 20;

    /** A text that counts how often a pattern looks at it. */
    private record Watched(String text, long[] looks) implements CharSequence {

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            looks[0]++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Watched(text.substring(start, end), looks);
        }
    }

    @Test
    void every_pattern_is_told_in_words_with_an_example() {
        var untold = new TreeSet<String>();

        everySchema((path, schema) -> {
            if (schema.path("pattern").isTextual()
                    && !path.endsWith("propertyNames")
                    && PatternWords.of(schema.path("pattern").asText(), schema).startsWith("must match")) {
                untold.add(path + ' ' + schema.path("pattern").asText());
            }
        });

        assertThat(untold).isEmpty();
    }

    private static long looks(String pattern, String text) {
        var watched = new Watched(text, new long[1]);
        var _ = Pattern.compile(pattern).matcher(watched).find();
        return watched.looks()[0];
    }

    private static void everySchema(BiConsumer<String, JsonNode> context) {
        for (var face : CATALOGUE.faces()) {
            walk(face.operation().name(), face.rest().schema().document(), context);
            if (face.tool() != null) {
                walk(face.operation().name(), face.tool().checked(), context);
            }
        }
    }

    private static void walk(String path, JsonNode schema, BiConsumer<String, JsonNode> context) {
        if (schema.isObject()) {
            context.accept(path, schema);
        }
        for (var field : schema.properties()) {
            walk(path + '/' + field.getKey(), field.getValue(), context);
        }
        schema.elements().forEachRemaining(element -> walk(path, element, context));
    }

    private static TreeSet<String> patterns() {
        var patterns = new TreeSet<String>();
        everySchema((_, schema) -> {
            if (schema.path("pattern").isTextual()) {
                patterns.add(schema.path("pattern").asText());
            }
        });
        return patterns;
    }

    @Test
    void every_pattern_reads_a_text_in_time_that_grows_with_its_length() {
        assertThat(patterns()).isNotEmpty().allSatisfy(pattern -> {
            for (var piece : PIECES) {
                long once = looks(pattern, piece.repeat(1_000 / piece.length()) + "!\n");
                long twice = looks(pattern, piece.repeat(2_000 / piece.length()) + "!\n");
                assertThat(twice).as(piece).isLessThanOrEqualTo(2 * once + once / 4 + 100);
            }
        });
    }

    @Test
    void every_pattern_reads_a_text_as_long_as_its_schema_allows_without_a_stack_that_grows_with_it() {
        var overflowing = new TreeSet<String>();
        var read = new TreeSet<String>();
        everySchema((path, schema) -> {
            var pattern = schema.path("pattern").asText();
            int chars = schema.path("maxLength").asInt(CHARS_MAX);
            if (schema.path("pattern").isTextual() && read.add(pattern + ' ' + chars) && overflows(pattern, chars)) {
                overflowing.add(path + ' ' + pattern);
            }
        });

        assertThat(read).isNotEmpty();
        assertThat(overflowing).isEmpty();
    }

    private static boolean overflows(String pattern, int chars) {
        try {
            for (var piece : PIECES) {
                var _ = Pattern.compile(pattern)
                        .matcher(piece.repeat(chars / piece.length() + 1).substring(0, chars))
                        .find();
            }
            return false;
        } catch (StackOverflowError overflow) {
            return true;
        }
    }

    @Test
    void every_pattern_is_about_the_whole_text() {
        var open = patterns();
        open.removeIf(
                pattern -> pattern.equals(FieldLimits.NOT_BLANK) || (pattern.startsWith("^") && pattern.endsWith("$")));

        assertThat(open).isEmpty();
    }

    @Test
    void every_list_and_every_object_of_an_input_has_a_bound() {
        var boundless = new ArrayList<String>();
        everySchema((path, schema) -> {
            var type = schema.path("type").toString();
            if (type.contains("\"array\"") && !schema.has("maxItems")) {
                boundless.add(path);
            }
            boolean closed = schema.path("additionalProperties").isBoolean();
            if (type.contains("\"object\"") && !closed && !schema.has("maxProperties")) {
                boundless.add(path);
            }
        });

        assertThat(boundless).isEmpty();
    }

    @Test
    void validation_ends_at_100_faults() {
        var schema = contact();
        var findings = new Findings();
        var tree = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < 105; i++) {
            tree.put("unknown_" + i, i);
        }

        assertThat(schema.faults(tree)).hasSize(InputSchema.FAULTS_MAX);
        assertThat(schema.validated(tree, findings)).isFalse();
        assertThat(findings.getErrors()).hasSize(InputSchema.FAULTS_MAX);
        assertThat(findings.steps()).isLessThan(10_000);
    }

    @Test
    void an_item_of_a_batch_reports_its_first_10_faults() {
        var tree = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < 50; i++) {
            tree.put("unknown_" + i, i);
        }

        var decoded = (InputSchema.Reading.Read<?>) batch().decoded(items(tree, 100));

        assertThat(((Batch<?>) decoded.input()).faulty().values())
                .hasSize(100)
                .allMatch(item -> item.refusal().fieldErrors().size() == InputSchema.ITEM_FAULTS_MAX);
    }

    @Test
    void the_largest_batch_takes_a_part_of_the_steps_a_validation_has() {
        var record = JsonNodeFactory.instance.objectNode().put("name", "Ada").put("email", "ada@example.org");
        var fields = record.putObject("custom_fields");
        for (int i = 0; i < 32; i++) {
            fields.put("field_" + i, "text");
        }
        var findings = new Findings();

        assertThat(contact().validated(record, findings)).isTrue();
        assertThat(findings.getErrors()).isEmpty();
        assertThat(100 * findings.steps()).isBetween(100 * 32, Findings.STEPS_MAX / 2);
    }

    @Test
    void a_list_far_beyond_its_size_is_told_alone_and_not_validated() {
        assertThat(batch().faults(items(JsonNodeFactory.instance.objectNode(), 201)))
                .containsExactly(new FieldError("items", "must have at most 100 items"));
    }

    private static InputSchema<?> contact() {
        return CATALOGUE.face("create_contact", Plane.APP).rest().schema();
    }

    private static InputSchema<?> batch() {
        return CATALOGUE.face("create_contacts", Plane.APP).rest().schema();
    }

    private static ObjectNode items(ObjectNode item, int count) {
        var body = JsonNodeFactory.instance.objectNode();
        var items = body.putArray("items");
        for (int i = 0; i < count; i++) {
            items.add(item);
        }
        return body;
    }
}
