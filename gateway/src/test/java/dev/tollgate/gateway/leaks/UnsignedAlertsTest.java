package dev.tollgate.gateway.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.gateway.control.leaks.LeaksDeclaration;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.GithubDouble;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsRejected;
import dev.tollgate.runtime.settings.SettingsSources;
import io.vertx.core.json.JsonArray;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Alerts that GitHub has not signed, or not so, do nothing and cost next to nothing. */
class UnsignedAlertsTest extends LeakTests {

    private static final String ALL_LOCKED =
            "LOCK TABLE control.credential, control.credential_secret IN ACCESS EXCLUSIVE MODE";

    @Test
    void an_alert_without_a_valid_signature_is_refused_and_asks_the_database_nothing() {
        var key = alerts.gateway.tenant("team").apiKey().getString("secret");
        var payload = new JsonArray().add(GithubDouble.found(key, PLACE)).encode();
        var id = alerts.github.identifier();
        var signature = alerts.github.signature(payload);

        alerts.gateway.sql().whileLocked(ALL_LOCKED, () -> {
            refused(payload);
            refused(payload, Alerts.IDENTIFIER, id);
            refused(payload, Alerts.SIGNATURE, signature);
            refused(payload, Alerts.IDENTIFIER, id, Alerts.SIGNATURE, "");
            refused(payload, Alerts.IDENTIFIER, id, Alerts.SIGNATURE, "no base64!");
            refused(payload, Alerts.IDENTIFIER, id, Alerts.SIGNATURE, GithubDouble.forged(payload));
            refused(payload, Alerts.IDENTIFIER, "unknown", Alerts.SIGNATURE, signature);
            refused(payload + ' ', Alerts.IDENTIFIER, id, Alerts.SIGNATURE, signature);
        });

        alerts.call(key).expect(200);
    }

    @Test
    void the_older_spelling_of_the_headers_is_the_same() {
        var payload = "[]";

        alerts.send(
                        payload,
                        "GITHUB-PUBLIC-KEY-IDENTIFIER",
                        alerts.github.identifier(),
                        "GITHUB-PUBLIC-KEY-SIGNATURE",
                        alerts.github.signature(payload))
                .expect(200);
    }

    @Test
    void an_alert_is_signed_to_the_byte_also_in_letters_beyond_ascii() {
        var place = alerts.gateway.tenant("team");
        var key = place.apiKey();

        alerts.report("https://github.com/Ünïcode/🔑", key.getString("secret")).expect(200);

        assertThat(alerts.shown(place, key).getJsonObject("leak").getString("url"))
                .isEqualTo("https://github.com/Ünïcode/🔑");
    }

    @Test
    void without_the_address_of_the_keys_there_is_no_such_route() {
        try (var without = alerts.gateway.second(Map.of("tollgate.leaks.github.keys-url", ""))) {
            var reply = without.call("POST", Alerts.ROUTE, null, "[]", "X-Forwarded-For", GatewayFixture.newAddress());

            assertThat(reply.expect(404).code()).isEqualTo("route_not_found");
        }
    }

    @Test
    void while_the_keys_cannot_be_fetched_a_sender_is_asked_to_come_back() {
        try (var github = GithubDouble.start();
                var gateway = alerts.gateway.second(github.settings())) {
            github.away(true);

            var reply = gateway.call(
                    "POST",
                    Alerts.ROUTE,
                    null,
                    "[]",
                    Alerts.IDENTIFIER,
                    github.identifier(),
                    Alerts.SIGNATURE,
                    github.signature("[]"));

            assertThat(reply.expect(503).header("Retry-After")).isPresent();
        }
    }

    @Test
    void keys_come_by_https_or_from_this_machine() {
        assertThatThrownBy(() -> address("http://keys.example/keys").toKeysUrl())
                .isInstanceOfSatisfying(
                        SettingsRejected.class,
                        rejected -> assertThat(rejected.faults())
                                .containsExactly("tollgate.leaks.github.keys-url must be an https address; http is for "
                                        + "this machine only"));
        assertThat(address("https://github.example/api/v3/meta/public_keys/secret_scanning")
                        .toKeysUrl())
                .isPresent();
    }

    private static LeaksDeclaration address(String url) {
        return Settings.load(SettingsSources.of(Map.of("tollgate.leaks.github.keys-url", url)))
                .get(LeaksDeclaration.class);
    }

    private void refused(String payload, String... headers) {
        assertThat(alerts.send(payload, headers).status()).isEqualTo(401);
    }
}
