package dev.tollgate.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsRejected;
import dev.tollgate.runtime.settings.SettingsSources;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Settings of an issuer and its agents' tokens, with all faults reported at once. */
class IssuerSettingsTest {

    private static Settings settings(Map<String, String> values) {
        return Settings.load(SettingsSources.of(values));
    }

    private static void rejected(ThrowingCallable meaning, String... faults) {
        assertThatThrownBy(meaning)
                .isInstanceOfSatisfying(
                        SettingsRejected.class,
                        rejected -> assertThat(rejected.faults()).containsExactly(faults));
    }

    @Test
    void keys_come_by_https_or_from_this_machine() {
        var oidc = settings(Map.of(
                        "tollgate.oidc.issuer", "http://issuer.example",
                        "tollgate.oidc.jwks-uri", "issuer.example/keys"))
                .get(OidcDeclaration.class);

        rejected(
                oidc::toIssuer,
                "tollgate.oidc.issuer must be an https address; http is for this machine only",
                "tollgate.oidc.jwks-uri must be an https address; http is for this machine only");
        assertThat(settings(Map.of("tollgate.oidc.issuer", "http://localhost:9000"))
                        .get(OidcDeclaration.class)
                        .toIssuer())
                .isPresent();
    }

    @Test
    void keys_without_an_issuer_are_of_no_use() {
        var oidc = settings(Map.of("tollgate.oidc.jwks-uri", "https://issuer.example/keys"))
                .get(OidcDeclaration.class);

        rejected(oidc::toIssuer, "tollgate.oidc.jwks-uri is of no use without tollgate.oidc.issuer");
    }

    @Test
    void keys_are_asked_for_neither_too_often_nor_more_seldom_than_they_are_renewed() {
        rejected(refetchEvery("99ms")::toIssuer, "tollgate.oidc.refetch-every must be at least 100ms");
        rejected(refetchEvery("301s")::toIssuer, "tollgate.oidc.refetch-every must be at most 5m");
        assertThat(refetchEvery("5m").toIssuer()).isEmpty();
    }

    private static OidcDeclaration refetchEvery(String duration) {
        return settings(Map.of("tollgate.oidc.refetch-every", duration)).get(OidcDeclaration.class);
    }

    @Test
    void scopes_are_words_that_a_challenge_can_name() {
        for (var wrong : List.of("a\"b", "a b", "a\\\\b", "\u00e4")) {
            var oauth = settings(Map.of("tollgate.oauth.initial-scopes", wrong)).get(OauthDeclaration.class);

            rejected(
                    () -> oauth.toScopes(true),
                    "tollgate.oauth.initial-scopes must be scopes with a comma between, without spaces, quotes and "
                            + "backslashes");
        }
        assertThat(settings(Map.of("tollgate.oauth.initial-scopes", "openid,https://api.example/tasks:read"))
                        .get(OauthDeclaration.class)
                        .toScopes(true))
                .contains(List.of("openid", "https://api.example/tasks:read"));
    }
}
