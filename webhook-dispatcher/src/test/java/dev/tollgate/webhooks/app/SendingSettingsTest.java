package dev.tollgate.webhooks.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsRejected;
import dev.tollgate.runtime.settings.SettingsSources;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SendingSettingsTest {

    @Test
    void without_settings_only_the_public_internet_by_https_is_sent_to() {
        var settings = settings(Map.of());

        assertThat(settings.toGuard().fault("https://hooks.example.com/a")).isEmpty();
        assertThat(settings.toGuard().fault("http://hooks.example.com/a")).isPresent();
        assertThat(settings.toGuard().fault("https://127.0.0.1/")).isPresent();
        assertThat(settings.toSenderSettings().egressProxy()).isNull();
        assertThat(settings.toSenderSettings().version()).matches("[0-9].*");
    }

    @Test
    void receivers_of_ones_own_can_be_allowed() {
        var settings = settings(Map.of(
                "tollgate.webhooks.allow-http", "true",
                "tollgate.webhooks.allowed-addresses", "127.0.0.1,10.1.0.0/16",
                "tollgate.webhooks.allowed-ports", "8000-8999",
                "tollgate.webhooks.egress-proxy", "http://ada:secret@proxy.internal:3128"));

        assertThat(settings.toGuard().fault("http://10.1.2.3:8080/")).isEmpty();
        assertThat(settings.toGuard().fault("http://10.1.2.3:9000/")).isPresent();
        assertThat(settings.toSenderSettings().egressProxy()).hasToString("proxy.internal:3128");
    }

    @Test
    void what_is_no_address_port_or_proxy_is_refused_without_showing_a_login() {
        assertThatThrownBy(settings(Map.of("tollgate.webhooks.allowed-addresses", "10.1.0.0/99"))::toGuard)
                .isInstanceOf(SettingsRejected.class)
                .hasMessageContaining("10.1.0.0/99");
        assertThatThrownBy(settings(Map.of("tollgate.webhooks.allowed-ports", "0"))::toGuard)
                .isInstanceOf(SettingsRejected.class);
        assertThatThrownBy(
                        settings(Map.of("tollgate.webhooks.egress-proxy", "ftp://ada:secret@proxy"))::toSenderSettings)
                .isInstanceOf(SettingsRejected.class)
                .hasMessageContaining("egress-proxy")
                .hasMessageNotContaining("secret");
    }

    private static WebhooksDeclaration settings(Map<String, String> properties) {
        return Settings.load(SettingsSources.of(new HashMap<>(properties))).get(WebhooksDeclaration.class);
    }
}
