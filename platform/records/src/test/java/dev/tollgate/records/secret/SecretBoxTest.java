package dev.tollgate.records.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretBoxTest {

    private static final byte[] PLAIN = "a secret nobody may read".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ONE = filled((byte) 1);
    private static final byte[] OTHER = filled((byte) 2);

    private static byte[] filled(byte value) {
        var key = new byte[SecretBox.KEY_BYTES];
        Arrays.fill(key, value);
        return key;
    }

    private static SecretBox box(byte[] present, byte[]... former) {
        return new SecretBox(present, List.of(former), new SecureRandom());
    }

    @Test
    void what_is_sealed_opens_at_its_place_only_and_is_never_twice_the_same() {
        var box = box(ONE);

        var sealed = box.sealed(PLAIN, "here");
        var again = box.sealed(PLAIN, "here");

        assertThat(box.opened(sealed, "here")).isEqualTo(PLAIN);
        assertThat(again.bytes()).isNotEqualTo(sealed.bytes());
        assertThat(sealed.bytes().toString(StandardCharsets.ISO_8859_1)).doesNotContain("a secret");
        assertThatThrownBy(() -> box.opened(sealed, "there")).hasMessage("decryption failed");
    }

    @Test
    void one_changed_bit_is_noticed() {
        var box = box(ONE);
        var sealed = box.sealed(PLAIN, "here");
        int last = sealed.bytes().length() - 1;

        sealed.bytes().setByte(last, (byte) (sealed.bytes().getByte(last) ^ 1));

        assertThatThrownBy(() -> box.opened(sealed, "here")).hasMessage("decryption failed");
    }

    @Test
    void a_former_key_still_opens_and_the_present_one_seals() {
        var sealed = box(ONE).sealed(PLAIN, "here");
        var later = box(OTHER, ONE);

        assertThat(later.opened(sealed, "here")).isEqualTo(PLAIN);
        assertThat(later.sealed(PLAIN, "here").keyId())
                .isEqualTo(box(OTHER).presentId())
                .isNotEqualTo(sealed.keyId());
        assertThatThrownBy(() -> box(OTHER).opened(sealed, "here"))
                .hasMessageContaining("which is not in the settings");
    }
}
