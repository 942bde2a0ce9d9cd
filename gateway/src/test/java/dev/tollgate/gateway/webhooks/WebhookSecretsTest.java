package dev.tollgate.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing secrets: shown once, kept sealed, replaced with a grace. */
class WebhookSecretsTest {

    private static final String OWN = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private final Doors doors = Doors.open();

    private static byte[] bytes(String secret) {
        return Base64.getDecoder().decode(secret.substring("whsec_".length()));
    }

    private JsonArray keys(JsonObject webhook) {
        return doors.app("GET", doors.path(webhook), null).expect(200).data().getJsonArray("signing_keys");
    }

    @Test
    void a_secret_is_made_of_random_bytes_in_the_form_of_the_standard() {
        var one = doors.webhook().getString("secret");
        var other = doors.webhook().getString("secret");

        assertThat(one).startsWith("whsec_").isNotEqualTo(other);
        assertThat(bytes(one)).hasSizeBetween(24, 64);
    }

    @Test
    void a_secret_of_the_callers_own_is_taken() {
        var made = doors.control("POST", "/webhooks", Doors.wanted().put("secret", OWN))
                .expect(201);

        assertThat(made.data().getString("secret")).isEqualTo(OWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "whsec_c2hvcnQ=",
                "whsec_not base64!",
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            })
    void a_secret_of_another_form_is_refused_and_not_repeated(String secret) {
        var made = doors.app("POST", "/webhooks", Doors.wanted().put("secret", secret));
        var rotated =
                doors.app("POST", doors.path(doors.webhook()) + "/rotate-secret", JsonObject.of("secret", secret));

        assertThat(Doors.fields(made)).containsExactly("secret");
        assertThat(Doors.fields(rotated)).containsExactly("secret");
        assertThat(made.body() + rotated.body()).doesNotContain(secret);
    }

    @Test
    void after_a_rotation_both_keys_sign_until_the_grace_is_over_and_never_a_third() {
        var webhook = doors.webhook();
        var path = doors.path(webhook) + "/rotate-secret";

        var second = doors.app("POST", path, JsonObject.of("overlap_seconds", 600))
                .expect(200)
                .data();
        var two = keys(webhook);
        var third = doors.app("POST", path, new JsonObject()).expect(200).data();
        var stillTwo = keys(webhook);
        doors.app("POST", path, JsonObject.of("overlap_seconds", 0)).expect(200);
        var one = keys(webhook);

        assertThat(second.getString("secret")).isNotEqualTo(webhook.getString("secret"));
        assertThat(second.getLong("version")).isEqualTo(2);
        assertThat(two).hasSize(2);
        assertThat(two.getJsonObject(0).containsKey("expires_at")).isFalse();
        assertThat(Instant.parse(two.getJsonObject(1).getString("expires_at")))
                .isBetween(Instant.now().plusSeconds(500), Instant.now().plusSeconds(700));
        assertThat(stillTwo).hasSize(2);
        assertThat(stillTwo.getJsonObject(1).getString("id"))
                .isEqualTo(two.getJsonObject(0).getString("id"));
        assertThat(Instant.parse(stillTwo.getJsonObject(1).getString("expires_at")))
                .isAfter(Instant.now().plus(Duration.ofHours(23)));
        assertThat(one).hasSize(1);
        assertThat(third.getString("secret")).startsWith("whsec_");
    }

    @Test
    void a_repeated_create_gives_the_same_secret_and_one_endpoint() {
        var first = doors.app("POST", "/webhooks", Doors.wanted(), "Idempotency-Key", "once")
                .expect(201);
        var second = doors.app("POST", "/webhooks", Doors.wanted(), "Idempotency-Key", "once")
                .expect(201);

        assertThat(second.data()).isEqualTo(first.data());
        assertThat(second.header("Idempotency-Replayed")).contains("true");
        assertThat(Doors.ids(doors.app("GET", "/webhooks", null))).hasSize(1);
    }

    @Test
    void no_secret_is_stored_in_clear_or_shown_again() {
        var webhook = doors.app("POST", "/webhooks", Doors.wanted(), "Idempotency-Key", "kept")
                .expect(201)
                .data();
        var path = doors.path(webhook);
        var rotated = doors.control("POST", path + "/rotate-secret", JsonObject.of("secret", OWN))
                .expect(200)
                .data();
        doors.app("PATCH", path, JsonObject.of("name", "Renamed")).expect(200);

        var shown = doors.app("GET", path, null).body()
                + doors.app("GET", "/webhooks", null).body()
                + doors.control("GET", "/audit-events", null).body();
        var stored = Rows.everything();

        for (var secret : new String[] {webhook.getString("secret"), rotated.getString("secret")}) {
            var bare = secret.substring("whsec_".length());
            assertThat(shown).doesNotContain(bare);
            assertThat(stored)
                    .doesNotContain(bare)
                    .doesNotContain(HexFormat.of().formatHex(bare.getBytes(StandardCharsets.UTF_8)))
                    .doesNotContain(HexFormat.of().formatHex(bytes(secret)));
        }
        assertThat(stored).contains(Rows.uuid("wh", webhook.getString("id")).toString());
    }

    @Test
    void every_change_of_configuration_is_in_the_audit_with_before_and_after() {
        var webhook = doors.webhook();
        var path = doors.path(webhook);
        doors.app("PATCH", path, JsonObject.of("name", "Renamed")).expect(200);
        doors.app("POST", path + "/pause", null).expect(200);
        doors.app("POST", path + "/rotate-secret", new JsonObject()).expect(200);

        var events = doors.control("GET", "/audit-events?limit=100", null)
                .expect(200)
                .list();
        var byAction = new JsonObject();
        events.forEach(event -> byAction.put(((JsonObject) event).getString("action"), event));

        assertThat(byAction.fieldNames())
                .contains("webhook.create", "webhook.update", "webhook.pause", "webhook.rotate_secret");
        var changes = byAction.getJsonObject("webhook.update")
                .getJsonObject("changes")
                .encode();
        assertThat(changes).contains("Orders").contains("Renamed");
        assertThat(byAction.getJsonObject("webhook.update").getString("resource_id"))
                .isEqualTo(webhook.getString("id"));
    }
}
