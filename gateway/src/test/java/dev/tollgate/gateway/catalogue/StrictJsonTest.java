package dev.tollgate.gateway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "{\"a\":1,\"a\":2}", "{} {}", "{'a':1}", "[1,]", "NaN", "{\"a\":01}", "\u00fe"})
    void what_is_not_one_plain_json_value_is_malformed(String text) {
        assertThat(StrictJson.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(StrictJson.Text.Malformed.class);
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
                .isEqualTo(new StrictJson.Text.Malformed("The body is nested deeper than 32 levels."));
    }
}
