package dev.tollgate.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.caller.RequestId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

final class JsonTextTest {

    private static final ObjectMapper READER = new ObjectMapper();

    @Property
    void any_text_is_read_back_as_it_was(@ForAll String text) throws IOException {
        var written = read(fresh().text(text));

        assertThat(written.textValue()).isEqualTo(withoutHalfCharacters(text));
    }

    @Property
    void a_text_within_a_text_is_read_back_as_it_was(@ForAll String text) throws IOException {
        var inner = fresh().text(text);

        var written = read(fresh().quoted(inner));

        assertThat(READER.readTree(written.textValue())).isEqualTo(read(inner));
    }

    @Property
    void any_whole_number_is_read_back_as_it_was(@ForAll long number) throws IOException {
        var written = read(fresh().number(number));

        assertThat(written.longValue()).isEqualTo(number);
    }

    @Property
    void an_instant_looks_as_java_writes_it(
            @ForAll @LongRange(min = -62_167_219_200L, max = 253_402_300_799L) long second,
            @ForAll @LongRange(min = 0, max = 999_999_999) long nano) {
        var time = Instant.ofEpochSecond(second, nano / 1_000_000 * 1_000_000);
        var finer = Instant.ofEpochSecond(second, nano);

        var written = fresh().instant(time).raw(' ').instant(finer);

        assertThat(text(written)).isEqualTo("\"" + time + "\" \"" + finer + "\"");
    }

    @Property
    void the_instant_of_a_record_looks_as_java_writes_it(
            @ForAll @LongRange(min = -70_000_000_000L, max = 260_000_000_000L) long second,
            @ForAll @LongRange(min = 0, max = 999_999_999) long nano) {
        for (long unit : new long[] {1, 1_000, 1_000_000, 1_000_000_000}) {
            var time = Instant.ofEpochSecond(second, nano / unit * unit);

            assertThat(Json.text(time)).isEqualTo("\"" + time + '"');
        }
    }

    @Property
    void an_id_looks_as_everywhere(@ForAll long high, @ForAll long low) {
        var id = new UUID(high, low);

        var written = fresh().uuid(id).raw(' ').id("req", id);

        assertThat(text(written)).isEqualTo("\"" + id + "\" \"" + new RequestId(id).text() + "\"");
    }

    /** Too small for everything, so that it must grow. */
    private static JsonText fresh() {
        return new JsonText(1);
    }

    private static JsonNode read(JsonText written) throws IOException {
        return READER.readTree(written.toBytes());
    }

    private static String text(JsonText written) {
        return new String(written.toBytes(), StandardCharsets.UTF_8);
    }

    /** Half of a surrogate pair is no character: it cannot be written, so it is replaced. */
    private static String withoutHalfCharacters(String text) {
        var whole = new StringBuilder();
        text.codePoints()
                .forEach(point ->
                        whole.appendCodePoint(point <= 0xFFFF && Character.isSurrogate((char) point) ? 0xFFFD : point));
        return whole.toString();
    }
}
