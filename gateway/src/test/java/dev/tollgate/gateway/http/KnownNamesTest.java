package dev.tollgate.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownNamesTest {

    @Test
    void a_known_name_is_one_object_in_either_spelling() {
        assertThat(of("Authorization")).hasToString("Authorization").isSameAs(of("Authorization"));
        assertThat(of("authorization")).hasToString("authorization").isSameAs(of("authorization"));
    }

    @Test
    void every_other_name_is_unknown() {
        assertThat(of("AUTHORIZATION")).isNull();
        assertThat(of("Authorizatiom")).isNull();
        assertThat(of("User\rAgent")).isNull();
        assertThat(of("")).isNull();
        assertThat(of("X".repeat(100))).isNull();
    }

    /** Somewhere in a longer line. */
    private static CharSequence of(String name) {
        return KnownNames.of((name + ": value").getBytes(US_ASCII), 0, name.length());
    }
}
