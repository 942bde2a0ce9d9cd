package dev.tollgate.records.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsSources;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SubkeyTest {

    private static final String ONE = "01".repeat(SecretBox.KEY_BYTES);
    private static final String OTHER = "02".repeat(SecretBox.KEY_BYTES);
    private static final byte[] PLAIN = "carried by a browser".getBytes(StandardCharsets.UTF_8);
    private static final String PLACE = "a cookie";

    private static SecretsDeclaration keys(Map<String, String> settings) {
        return Settings.load(SettingsSources.of(settings)).get(SecretsDeclaration.class);
    }

    private static SecretBox box(String purpose, Map<String, String> settings) {
        return keys(settings).toDerivedBox(purpose, new SecureRandom());
    }

    private static Map<String, String> only(String key) {
        return Map.of("tollgate.secrets.key", key);
    }

    private static byte[] hmac(byte[] key, byte[] text) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }

    /** RFC 5869: extract with a salt of zeros, then the first block of expand. */
    @Test
    void a_subkey_is_that_of_hkdf_with_sha_256() throws Exception {
        var key = new byte[SecretBox.KEY_BYTES];
        Arrays.fill(key, (byte) 1);

        var subkey = Subkey.of(key, "a purpose");

        var extracted = hmac(new byte[32], key);
        assertThat(subkey).isEqualTo(hmac(extracted, "a purpose\u0001".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_box_of_one_purpose_opens_nothing_of_another_or_of_the_keys_themselves() {
        var sealed = box("one", only(ONE)).sealed(PLAIN, PLACE);

        assertThat(box("one", only(ONE)).opened(sealed, PLACE)).isEqualTo(PLAIN);
        assertThatThrownBy(() -> box("two", only(ONE)).opened(sealed, PLACE))
                .hasMessageContaining("not in the settings");
        assertThatThrownBy(() -> keys(only(ONE)).toBox(new SecureRandom()).opened(sealed, PLACE))
                .hasMessageContaining("not in the settings");
    }

    @Test
    void what_was_sealed_before_the_key_was_changed_opens_while_the_former_key_is_in_the_settings() {
        var sealed = box("one", only(ONE)).sealed(PLAIN, PLACE);

        var rotated = box("one", Map.of("tollgate.secrets.key", OTHER, "tollgate.secrets.former-keys[0]", ONE));
        var forgotten = box("one", only(OTHER));

        assertThat(rotated.opened(sealed, PLACE)).isEqualTo(PLAIN);
        assertThat(rotated.sealed(PLAIN, PLACE).keyId()).isNotEqualTo(sealed.keyId());
        assertThatThrownBy(() -> forgotten.opened(sealed, PLACE)).hasMessageContaining("not in the settings");
    }
}
