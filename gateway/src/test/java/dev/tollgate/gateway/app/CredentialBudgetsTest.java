package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a credential and its owner see of its budget. */
class CredentialBudgetsTest extends OnBudgets {

    CredentialBudgetsTest() {
        super(GatewayFixture.shared());
    }

    @Test
    void answers_say_what_is_left_and_a_refusal_what_the_caller_can_do() {
        var key = key(budget(50, "day"));
        var before = Instant.now();

        var first = read(key).expect(200);
        var second = read(key).expect(200);
        var refused = read(key);

        assertThat(first.header("Tollgate-Budget-Remaining-Micros")).hasValue("30");
        assertThat(second.header("Tollgate-Budget-Remaining-Micros")).hasValue("10");
        var resets = Instant.parse(first.header("Tollgate-Budget-Resets-At").orElseThrow());
        assertThat(resets).isAfter(before).isBefore(Instant.now().plus(Duration.ofDays(1)));
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.code()).isEqualTo("budget_exhausted");
        assertThat(refused.header("Tollgate-Budget-Remaining-Micros")).hasValue("10");
        assertThat(refused.json().getString("detail"))
                .contains("10 micros left", "owner or admin", "call again after " + resets);
        assertThat(refused.json().getString("resets_at")).isEqualTo(resets.toString());
        assertThat(gateway.call("GET", refused.json().getString("billing_url"), null, null)
                        .expect(200)
                        .body())
                .contains("budget_exhausted");
    }

    @Test
    void a_credential_without_a_budget_has_no_header_of_one() {
        var plain = acme.apiKey("tasks:read");

        var reply = read(plain).expect(200);

        assertThat(reply.header("Tollgate-Budget-Remaining-Micros")).isEmpty();
        assertThat(reply.header("Tollgate-Budget-Resets-At")).isEmpty();
    }

    @Test
    void the_control_plane_shows_what_is_left_and_the_ledger_agrees() {
        var key = key(budget(1_000, "month"));
        var before = Instant.now();

        read(key).expect(200);
        read(key).expect(200);

        assertThat(key.getJsonObject("budget").getLong("remaining_micros")).isEqualTo(1_000);
        Eventually.within(
                PATIENCE, () -> assertThat(shown(key).getLong("spent_micros")).isEqualTo(2 * READ_MICROS));
        assertThat(shown(key).getLong("remaining_micros")).isEqualTo(1_000 - 2 * READ_MICROS);
        assertThat(shown(key).getString("per")).isEqualTo("month");
        assertThat(Instant.parse(shown(key).getString("resets_at"))).isAfter(before);
        assertThat(gateway.operator("GET", acme.control("/api-keys"), null)
                        .expect(200)
                        .list()
                        .getJsonObject(0)
                        .getJsonObject("budget")
                        .getLong("micros"))
                .isEqualTo(1_000);
    }

    @Test
    void the_credential_sees_its_own_budget() {
        var key = key(budget(500, "total"));

        var workspace = GatewayFixture.patiently(
                        () -> gateway.call("GET", "/v1/workspace", key.getString("secret"), null))
                .expect(200)
                .data();

        assertThat(workspace.getJsonObject("budget"))
                .isEqualTo(JsonObject.of("micros", 500, "per", "total", "remaining_micros", 500 - READ_MICROS));
    }

    @Test
    void a_batch_holds_its_most_and_is_charged_for_what_it_did() {
        var key = key(budget(300, "day"));
        var batch = JsonObject.of(
                "items",
                JsonArray.of(JsonObject.of("title", "One"), JsonObject.of("title", ""), JsonObject.of("title", "Two")));

        var done = gateway.call("POST", "/v1/tasks/batch", key.getString("secret"), batch)
                .expect(200);
        var four = batch.copy();
        four.getJsonArray("items").add(JsonObject.of("title", "Three"));
        var tooMuch = gateway.call("POST", "/v1/tasks/batch", key.getString("secret"), four);

        assertThat(done.charge()).isEqualTo(200);
        assertThat(done.header("Tollgate-Budget-Remaining-Micros")).hasValue("100");
        tooMuch.expect(402);
    }

    @Test
    void free_calls_go_on_without_budget() {
        var key = key(budget(100, "day"));
        var task = gateway.call("POST", "/v1/tasks", key.getString("secret"), JsonObject.of("title", "One"))
                .expect(201)
                .data();
        read(key).expect(402);

        var deleted = gateway.call("DELETE", "/v1/tasks/" + task.getString("id"), key.getString("secret"), null);

        deleted.expect(200);
        assertThat(deleted.header("Tollgate-Budget-Remaining-Micros")).isEmpty();
    }

    @Test
    void a_client_of_mcp_has_its_budget() {
        var body = new JsonObject()
                .put("name", "agent")
                .put("scopes", JsonArray.of("tasks:read"))
                .put("budget", budget(200, "day"));
        var client = gateway.operator("POST", acme.control("/mcp-clients"), body)
                .expect(201)
                .data();
        var message = JsonObject.of(
                "jsonrpc", "2.0", "id", 1, "method", "tools/call", "params", JsonObject.of("name", "list_tasks"));

        var first = gateway.call("POST", "/mcp", client.getString("secret"), message)
                .expect(200);
        var again = gateway.call("POST", "/mcp", client.getString("secret"), message)
                .expect(200);

        assertThat(first.json()
                        .getJsonObject("result")
                        .getJsonObject("_meta")
                        .getLong("dev.tollgate/budget_remaining_micros"))
                .isEqualTo(50);
        assertThat(again.json()
                        .getJsonObject("result")
                        .getJsonObject("_meta")
                        .getJsonObject("dev.tollgate/problem")
                        .getString("code"))
                .isEqualTo("budget_exhausted");
    }
}
