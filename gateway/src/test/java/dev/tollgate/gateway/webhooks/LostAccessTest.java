package dev.tollgate.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.gateway.fixture.SharedIssuer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Webhooks whose holder loses rights, with gateway and dispatcher together. */
class LostAccessTest {

    /** Sooner than a round finds it. */
    private static final Duration AT_ONCE = Duration.ofSeconds(4);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static GatewayFixture gateway;

    private final GatewayFixture.Prepared workspace =
            gateway.tenant("team").module("integrations", true).module("tasks", true);

    @BeforeAll
    static void start() {
        gateway = GatewayFixture.withDispatcher();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static JsonObject wanted(String type) {
        return JsonObject.of(
                "name", "Orders", "url", "https://hooks.example.com/in", "event_types", JsonArray.of(type));
    }

    private JsonObject key() {
        return workspace.apiKey("integrations:write", "tasks:read", "tasks:write");
    }

    private JsonObject webhook(String secret) {
        return gateway.call("POST", "/v1/webhooks", secret, wanted("task.*"))
                .expect(201)
                .data();
    }

    private JsonObject shown(JsonObject webhook) {
        return control("GET", "/webhooks/" + webhook.getString("id"), null)
                .expect(200)
                .data();
    }

    private Reply control(String method, String path, Object body) {
        return gateway.patiently(method, workspace.control(path), body);
    }

    private String key(JsonObject key) {
        return "/api-keys/" + key.getString("id");
    }

    private void paused(Duration within, JsonObject webhook) {
        Eventually.within(within, () -> {
            var now = shown(webhook);
            assertThat(now.getString("status")).isEqualTo("paused");
            assertThat(now.getString("status_reason")).isEqualTo("holder_lost_access");
            assertThat(now.getJsonArray("missing_scopes")).isEqualTo(JsonArray.of("tasks:read"));
        });
    }

    /** Deliveries of an endpoint. */
    private int deliveries(JsonObject webhook) {
        return control("GET", "/webhook-deliveries?webhook_id=" + webhook.getString("id"), null)
                .expect(200)
                .list()
                .size();
    }

    private void task(String secret) {
        gateway.call("POST", "/v1/tasks", secret, JsonObject.of("title", "Call Ada"))
                .expect(201);
    }

    @Test
    void a_webhook_of_a_revoked_key_is_paused_at_once_and_gets_nothing_until_somebody_takes_it_over() {
        var writer = key().getString("secret");
        var key = key();
        var webhook = webhook(key.getString("secret"));
        var beside = control("POST", "/webhooks", wanted("task.*")).expect(201).data();
        var told = control("POST", "/webhooks", wanted("webhook.endpoint_paused"))
                .expect(201)
                .data();

        control("POST", key(key) + "/revoke", null).expect(200);
        paused(AT_ONCE, webhook);
        task(writer);
        Eventually.within(PATIENCE, () -> assertThat(deliveries(beside)).isEqualTo(1));
        Eventually.within(PATIENCE, () -> assertThat(deliveries(told)).isEqualTo(1));
        var whilePaused = deliveries(webhook);
        var resumed = control("POST", "/webhooks/" + webhook.getString("id") + "/resume", null)
                .expect(200)
                .data();
        task(writer);
        Eventually.within(PATIENCE, () -> assertThat(deliveries(webhook)).isEqualTo(1));

        assertThat(whilePaused).isZero();
        assertThat(resumed.getString("status")).isEqualTo("active");
        assertThat(resumed.getString("holder_kind")).isEqualTo("operator");
        assertThat(resumed.containsKey("status_reason")).isFalse();
        assertThat(resumed.containsKey("missing_scopes")).isFalse();
    }

    @Test
    void a_webhook_of_a_narrowed_key_is_paused_at_once() {
        var key = key();
        var webhook = webhook(key.getString("secret"));

        control("PATCH", key(key), JsonObject.of("scopes", JsonArray.of("integrations:write", "tasks:write")))
                .expect(200);

        paused(AT_ONCE, webhook);
    }

    @Test
    void a_webhook_of_an_expired_key_is_paused() {
        var key = control(
                        "POST",
                        "/api-keys",
                        JsonObject.of(
                                "name",
                                "short",
                                "scopes",
                                JsonArray.of("integrations:write", "tasks:read"),
                                "expires_at",
                                Instant.now().plusSeconds(4).toString()))
                .expect(201)
                .data();
        var webhook = webhook(key.getString("secret"));

        paused(PATIENCE, webhook);
    }

    @Test
    void a_webhook_of_a_member_is_paused_when_their_role_may_run_none_and_when_they_go() {
        var ada = new Member();
        var bob = new Member();
        var ofAda = ada.webhook();
        var ofBob = bob.webhook();

        control("PATCH", ada.path(), JsonObject.of("role", "member")).expect(200);
        control("DELETE", bob.path(), null).expect(200);

        paused(AT_ONCE, ofAda);
        paused(AT_ONCE, ofBob);
        assertThat(ofAda.getString("holder_kind")).isEqualTo("member");
        assertThat(ofAda.getString("holder_id")).isEqualTo(ada.id);
    }

    @Test
    void a_module_switched_off_and_a_rotated_key_pause_nothing() {
        var kept = key();
        var revoked = key();
        var webhook = webhook(kept.getString("secret"));
        var other = webhook(revoked.getString("secret"));

        control("POST", key(kept) + "/rotate", new JsonObject().put("overlap_seconds", 0))
                .expect(200);
        control("PUT", "/modules/tasks", JsonObject.of("enabled", false)).expect(200);
        control("POST", key(revoked) + "/revoke", null).expect(200);
        paused(PATIENCE, other);

        assertThat(shown(webhook).getString("status")).isEqualTo("active");
    }

    /** An admin of the workspace. */
    private final class Member {

        final String subject = "user_" + UUID.randomUUID();
        final String id = control("POST", "/members", JsonObject.of("subject", subject, "role", "admin"))
                .expect(201)
                .data()
                .getString("id");

        String path() {
            return "/members/" + id;
        }

        JsonObject webhook() {
            var token = SharedIssuer.token(subject, gateway.base() + "/control", Map.of());
            return gateway.call("POST", workspace.control("/webhooks"), token, wanted("task.*"))
                    .expect(201)
                    .data();
        }
    }
}
