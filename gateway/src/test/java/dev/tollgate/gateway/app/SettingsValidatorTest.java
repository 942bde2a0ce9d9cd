package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsRejected;
import dev.tollgate.runtime.settings.SettingsSources;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings whose form is right and whose meaning is not end the start. */
class SettingsValidatorTest {

    private static InstallationDeclaration publicUrl(String url) {
        return Settings.load(SettingsSources.of(Map.of("tollgate.public-url", url)))
                .get(InstallationDeclaration.class);
    }

    @Test
    void a_gateway_with_wrong_settings_does_not_start_and_tells_every_fault() {
        var wrong = Map.of(
                "tollgate.public-url", "tollgate.example",
                "tollgate.trusted-proxies", "nowhere",
                "tollgate.cursor.key", "00",
                "tollgate.gateway.port", "18080",
                "tollgate.control.port", "18080",
                "tollgate.oidc.issuer", "",
                "tollgate.oauth.audience", "installation",
                "tollgate.oauth.scopes-from", "token",
                "tollgate.oauth.initial-scopes", "openid,tasks\"read");

        var stopped = catchThrowable(() -> GatewayFixture.shared().second(wrong));

        rejected(stopped)
                .hasMessageContainingAll(
                        "tollgate.public-url must be an http or https address",
                        "tollgate.trusted-proxies: ",
                        "tollgate.cursor.key must be set",
                        "tollgate.control.port must differ from tollgate.gateway.port",
                        "tollgate.oauth.audience is of no use without tollgate.oidc.issuer",
                        "tollgate.oauth.scopes-from is of no use without tollgate.oidc.issuer",
                        "tollgate.oauth.initial-scopes is of no use without tollgate.oidc.issuer",
                        "tollgate.oauth.initial-scopes must be scopes with a comma between");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> rejected(Throwable stopped) {
        return assertThat(stopped).rootCause().isInstanceOf(SettingsRejected.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tollgate.example",
                "tollgate.example:8080",
                "//tollgate.example",
                "ftp://tollgate.example",
                "https://ada@tollgate.example",
                "https://tollgate.example/?a=b",
                "https://tollgate.example/#a",
                "https://tollgate.\"example"
            })
    void a_public_url_must_be_an_address_that_others_can_start_with(String url) {
        var declared = publicUrl(url);

        assertThatThrownBy(() -> declared.toPublicUrl(8_080)).isInstanceOf(SettingsRejected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://tollgate.example", "http://127.0.0.1:8080", "https://example.org/tollgate"})
    void a_public_url_loses_a_slash_at_its_end(String url) {
        assertThat(publicUrl(url).toPublicUrl(8_080)).isEqualTo(url);
        assertThat(publicUrl(url + '/').toPublicUrl(8_080)).isEqualTo(url);
    }
}
