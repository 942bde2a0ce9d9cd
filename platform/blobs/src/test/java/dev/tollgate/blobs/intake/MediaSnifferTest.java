package dev.tollgate.blobs.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaSnifferTest {

    private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452");
    private static final byte[] ZIP = HexFormat.of().parseHex("504b03041400000008000000210000000000");

    @Test
    void bytes_of_the_type_or_of_a_supertype_are_accepted() {
        assertThat(MediaSniffer.accepts("image/png", PNG)).isTrue();
        assertThat(MediaSniffer.accepts("application/zip", ZIP)).isTrue();
        assertThat(MediaSniffer.accepts("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ZIP))
                .isTrue();
        assertThat(MediaSniffer.accepts("text/csv", "a,b\n1,2\n".getBytes(UTF_8)))
                .isTrue();
        assertThat(MediaSniffer.accepts("application/json", "{\"a\":1}".getBytes(UTF_8)))
                .isTrue();
        assertThat(MediaSniffer.accepts("text/markdown", "# Title\n\nText".getBytes(UTF_8)))
                .isTrue();
        assertThat(MediaSniffer.accepts("text/plain; charset=utf-8", "Grüße".getBytes(UTF_8)))
                .isTrue();
        assertThat(MediaSniffer.accepts("IMAGE/PNG", PNG)).isTrue();
    }

    @Test
    void bytes_that_tell_nothing_are_accepted_as_anything() {
        assertThat(MediaSniffer.accepts("video/mp4", HexFormat.of().parseHex("0001f3e2d9c8b7a6")))
                .isTrue();
        assertThat(MediaSniffer.accepts("application/x-unheard-of", new byte[0]))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain, <html><body><script>alert(1)</script></body></html>",
        "image/png, <html><body>x</body></html>",
        "image/jpeg, %PDF-1.7",
        "text/csv, <?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"
    })
    void bytes_of_another_type_are_refused(String declared, String text) {
        assertThat(MediaSniffer.accepts(declared, text.getBytes(UTF_8))).isFalse();
    }

    @Test
    void an_image_is_no_text_and_no_unknown_bytes() {
        assertThat(MediaSniffer.accepts("text/plain", PNG)).isFalse();
        assertThat(MediaSniffer.accepts("application/octet-stream", PNG)).isFalse();
        assertThat(MediaSniffer.accepts("no type", PNG)).isFalse();
    }
}
