package dev.tollgate.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteRangeTest {

    @Test
    void malformed_and_several_ranges_are_the_whole_file() {
        for (var header : new String[] {"bytes=-", "bytes=5-4", "bytes=0-1,3-4", "items=0-1", "bytes=a-b", ""}) {
            assertThat(ByteRange.of(header, 10)).as(header).isEqualTo(new ByteRange(0, 10, false));
        }
    }

    @Test
    void ends_are_cut_to_the_file() {
        assertThat(ByteRange.of("bytes=3-99", 10)).isEqualTo(new ByteRange(3, 10, true));
        assertThat(ByteRange.of("bytes=-99", 10)).isEqualTo(new ByteRange(0, 10, true));
        assertThat(ByteRange.of("bytes=9-9223372036854775807", 10)).isEqualTo(new ByteRange(9, 10, true));
        assertThat(ByteRange.of("bytes=0-9999999999999999999", 10)).isEqualTo(new ByteRange(0, 10, true));
    }

    @Test
    void nothing_of_the_file_is_no_range() {
        assertThat(ByteRange.of("bytes=10-", 10)).isNull();
        assertThat(ByteRange.of("bytes=-0", 10)).isNull();
    }

    @Test
    void names_are_given_exactly_and_to_old_clients_in_ascii() {
        assertThat(FileHeaders.disposition("Übersicht \"2030\"; 100%.pdf", false))
                .isEqualTo("attachment; filename=\"_bersicht _2030__ 100_.pdf\";"
                        + " filename*=UTF-8''%C3%9Cbersicht%20%222030%22%3B%20100%25.pdf");
    }
}
