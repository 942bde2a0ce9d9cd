package dev.tollgate.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PepperTest {

    private static final byte[] SECRET = "sixteen or more bytes".getBytes(StandardCharsets.UTF_8);
    private final Token token = Token.mint(Token.Kind.API_KEY, new Random(3));

    @Test
    void the_same_token_hashes_alike_under_one_pepper_and_otherwise_under_another() {
        var pepper = new Pepper("a", SECRET);
        var other = new Pepper("b", "another secret of enough bytes".getBytes(StandardCharsets.UTF_8));

        var hash = pepper.hash(token);

        assertThat(hash).hasSize(32).isEqualTo(pepper.hash(token)).isNotEqualTo(other.hash(token));
    }

    @Test
    void a_short_pepper_is_refused() {
        assertThatThrownBy(() -> new Pepper("a", new byte[15])).isInstanceOf(IllegalArgumentException.class);
    }
}
