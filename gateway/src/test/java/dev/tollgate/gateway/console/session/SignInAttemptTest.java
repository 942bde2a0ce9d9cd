package dev.tollgate.gateway.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.records.secret.SecretBox;
import dev.tollgate.records.secret.SecretsDeclaration;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsSources;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a browser takes along to the identity provider. */
class SignInAttemptTest {

    private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Map<String, String> BEFORE = Map.of("tollgate.secrets.key", "01".repeat(SecretBox.KEY_BYTES));
    private static final Map<String, String> ROTATED = Map.of(
            "tollgate.secrets.key",
            "02".repeat(SecretBox.KEY_BYTES),
            "tollgate.secrets.former-keys[0]",
            "01".repeat(SecretBox.KEY_BYTES));

    private static SecretsDeclaration keys(Map<String, String> settings) {
        return Settings.load(SettingsSources.of(settings)).get(SecretsDeclaration.class);
    }

    private static SecretBox box(Map<String, String> settings) {
        return keys(settings).toDerivedBox(SignInAttempt.KEY_PURPOSE, RANDOM);
    }

    @Test
    void a_sign_in_that_began_before_the_key_was_changed_ends_after_it() {
        var attempt = SignInAttempt.begin(RANDOM, "/console/tenants", NOW);

        var back = SignInAttempt.opened(box(ROTATED), attempt.sealed(box(BEFORE)), NOW.plusSeconds(60));

        assertThat(back).contains(attempt);
    }

    @Test
    void the_key_of_stored_secrets_neither_seals_nor_opens_it() {
        var attempt = SignInAttempt.begin(RANDOM, "/console", NOW);
        var stored = keys(BEFORE).toBox(RANDOM);

        assertThat(SignInAttempt.opened(stored, attempt.sealed(box(BEFORE)), NOW))
                .isEmpty();
        assertThat(SignInAttempt.opened(box(BEFORE), attempt.sealed(stored), NOW))
                .isEmpty();
    }

    @Test
    void it_ends_by_itself_and_one_changed_character_is_noticed() {
        var cookie = SignInAttempt.begin(RANDOM, "/console", NOW).sealed(box(BEFORE));
        var last = cookie.charAt(cookie.length() - 3) == 'A' ? 'B' : 'A';
        var changed = cookie.substring(0, cookie.length() - 3) + last + cookie.substring(cookie.length() - 2);

        assertThat(SignInAttempt.opened(box(BEFORE), cookie, NOW.plus(SignInAttempt.LIFE_MAX)))
                .isEmpty();
        assertThat(SignInAttempt.opened(box(BEFORE), changed, NOW)).isEmpty();
    }
}
