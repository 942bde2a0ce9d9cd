package dev.tollgate.gateway.catalogue.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.gateway.catalogue.Samples;
import dev.tollgate.runtime.json.Json;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\":1,\"a\":2}",
                "{} {}",
                "{'a':1}",
                "[1,]",
                "NaN",
                "{\"a\":01}",
                "[1e99999999999]",
                "\u00fe"
            })
    void what_is_not_one_plain_json_value_is_malformed(String text) {
        assertThat(StrictJson.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(StrictJson.Text.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1", "1000000.00000000001", "0.30000000000000004", "1e400"})
    void a_decimal_is_read_as_it_was_written(String number) {
        var text = StrictJson.read(("[" + number + "]").getBytes(StandardCharsets.UTF_8));

        assertThat(text)
                .isInstanceOfSatisfying(
                        StrictJson.Text.Tree.class,
                        tree -> assertThat(tree.node().get(0).decimalValue()).isEqualByComparingTo(number));
    }

    @Test
    void another_encoding_is_malformed() {
        for (var name : new String[] {"UTF-16", "UTF-16LE", "UTF-32", "ISO-8859-1"}) {
            assertThat(StrictJson.read("{\"a\":\"é\"}".getBytes(Charset.forName(name))))
                    .as(name)
                    .isInstanceOf(StrictJson.Text.Malformed.class);
        }
    }

    @Test
    void depth_is_bounded() {
        var deepest = "[".repeat(StrictJson.DEPTH_MAX) + "]".repeat(StrictJson.DEPTH_MAX);

        assertThat(StrictJson.read(deepest.getBytes(StandardCharsets.UTF_8))).isInstanceOf(StrictJson.Text.Tree.class);
        assertThat(StrictJson.read(("[" + deepest + "]").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new StrictJson.Text.Malformed("The body is nested too deeply: more than 32 levels."));
    }

    private static byte[] items(String item, int count) {
        return ("{\"items\":[" + String.join(",", Collections.nCopies(count, item)) + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static SizeLimits sizes(Operation<?, ?> operation) {
        return Samples.catalogue()
                .face(operation.name(), Plane.APP)
                .rest()
                .schema()
                .sizes();
    }

    @Test
    void a_body_of_300_000_items_is_refused_before_they_are_read() throws IOException {
        var body = items("{}", 300_000);

        var text = StrictJson.read(body, sizes(Samples.BATCH));

        assertThat(text)
                .isEqualTo(new StrictJson.Text.Oversized(new FieldError("items", "must have at most 100 items")));
        try (var parser = new BoundedParser(new JsonFactory().createParser(body), sizes(Samples.BATCH))) {
            assertThatThrownBy(() -> drained(parser)).isInstanceOf(BoundedParser.Exceeded.class);
            assertThat(parser.values()).isEqualTo(2 + 100 + SizeLimits.SLACK + 1);
            assertThat(parser.currentLocation().getByteOffset()).isLessThan(1_000);
        }
    }

    private static void drained(BoundedParser parser) throws IOException {
        while (parser.nextToken() != null) {
            assertThat(parser.values()).isLessThanOrEqualTo(StrictJson.VALUES_MAX);
        }
    }

    @Test
    void a_hundred_thousand_unknown_fields_are_refused_before_they_are_read() {
        var fields =
                IntStream.range(0, 70_000).mapToObj(n -> "\"f" + n + "\":1").collect(Collectors.joining(","));

        assertThat(StrictJson.read(
                        ("{\"items\":[{" + fields + "}]}").getBytes(StandardCharsets.UTF_8), sizes(Samples.BATCH)))
                .isEqualTo(new StrictJson.Text.Oversized(new FieldError("items[0]", "must have at most 1 fields")));
        assertThat(StrictJson.read(
                        ("{\"custom_fields\":{" + fields + "}}").getBytes(StandardCharsets.UTF_8),
                        sizes(Samples.CREATE)))
                .isEqualTo(
                        new StrictJson.Text.Oversized(new FieldError("custom_fields", "must have at most 32 fields")));
    }

    @Test
    void a_document_without_a_schema_has_a_bounded_number_of_values() {
        assertThat(StrictJson.read(items("1", StrictJson.VALUES_MAX - 2))).isInstanceOf(StrictJson.Text.Tree.class);
        assertThat(StrictJson.read(items("1", StrictJson.VALUES_MAX - 1)))
                .isEqualTo(new StrictJson.Text.Malformed("The body has more than 20000 values."));
    }

    @Test
    void names_of_fields_do_not_change_what_is_counted() {
        var nested = "{\"a\":[" + "{\"a\":[1,{}],\"b\":\"x\"},".repeat(1_000) + "1]}";

        assertThat(StrictJson.read(nested.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new StrictJson.Text.Tree(Json.read(nested, JsonNode.class)));
    }
}
