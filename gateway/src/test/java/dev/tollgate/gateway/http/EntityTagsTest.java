package dev.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {

    private static final int RUN = 15_000;

    /** Counts how often its characters are looked at. */
    private static final class Watched implements CharSequence {
        private final String text;
        private long looks;

        Watched(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            looks++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\t", "a", "\""})
    void a_header_is_read_once_however_it_goes_on(String letter) {
        for (var before : new String[] {"", "\"", "W/\"1\""}) {
            var watched = new Watched(before + letter.repeat(RUN) + 'x');

            var _ = EntityTags.ELEMENT.matcher(watched).lookingAt();

            assertThat(watched.looks).isLessThan(4L * RUN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {",", " ,", "\t,"})
    void a_header_of_many_empty_elements_is_malformed(String empty) {
        var most = EntityTags.of(List.of(empty.repeat(EntityTags.TAGS_MAX)));
        var more = EntityTags.of(List.of(empty.repeat(EntityTags.TAGS_MAX + 1)));

        assertThat(most).isInstanceOf(EntityTags.Listed.class);
        assertThat(more).isInstanceOf(EntityTags.Malformed.class);
    }
}
