package dev.tollgate.records.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.runtime.memory.WeighedLru;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SchemaWeightTest {

    private static FieldSchema of(int properties, JsonObject property) {
        var all = new JsonObject();
        IntStream.range(0, properties).forEach(number -> all.put("p" + number, property));
        return FieldSchema.stored(new JsonObject().put("type", "object").put("properties", all));
    }

    private static JsonObject text() {
        return new JsonObject().put("type", "string");
    }

    @Test
    void a_schema_weighs_by_the_instructions_of_its_patterns() {
        var patterns = of(20, text().put("pattern", "a{0,480}"));
        long instructions = patterns.properties().values().stream()
                .mapToLong(
                        property -> Objects.requireNonNull(property.pattern()).programSize())
                .sum();

        assertThat(instructions).isGreaterThan(10_000);
        assertThat(patterns.memoryBytes()).isBetween(80 * instructions, 120 * instructions);
    }

    @Test
    void a_class_of_unicode_weighs_more_than_one_of_letters() {
        var letters = of(20, text().put("pattern", "[a-z]".repeat(40)));
        var classes = of(20, text().put("pattern", "\\pL[^a]".repeat(28)));

        assertThat(classes.memoryBytes()).isGreaterThan(3 * letters.memoryBytes());
    }

    @Test
    void names_and_choices_are_counted() {
        var choices = new JsonArray();
        IntStream.range(0, 100).forEach(number -> choices.add("x".repeat(100) + number));

        assertThat(of(1, text().put("enum", choices)).memoryBytes()).isBetween(20_000L, 50_000L);
        assertThat(of(64, text()).memoryBytes()).isBetween(10_000L, 50_000L);
    }

    @Test
    void few_schemas_of_the_largest_patterns_are_kept() {
        var kept = new WeighedLru<Integer, FieldSchema>(4 << 20, FieldSchema::memoryBytes);
        IntStream.range(0, 64).forEach(number -> kept.put(number, of(20, text().put("pattern", "a{0,480}"))));

        assertThat(IntStream.range(0, 64).filter(number -> kept.get(number) != null))
                .containsExactly(62, 63);
    }
}
