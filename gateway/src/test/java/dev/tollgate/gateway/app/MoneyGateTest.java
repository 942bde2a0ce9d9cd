package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Charges, refusals and replays as a caller sees them. */
class MoneyGateTest {

    private static final JsonObject TASK = new JsonObject().put("title", "Call Ada");

    private final GatewayFixture gateway = GatewayFixture.shared();
    private GatewayFixture.Prepared acme;
    private String key;

    @BeforeEach
    void prepare() {
        acme = gateway.tenant("business").module("tasks", true);
        key = acme.apiKey("tasks:read", "tasks:write", "usage:read").getString("secret");
    }

    @Test
    void a_write_answers_with_its_charge_balance_rate_and_location() {
        var reply = gateway.call("POST", "/v1/tasks", key, TASK);

        reply.expect(201);
        assertThat(reply.charge()).isEqualTo(100);
        assertThat(reply.header("Tollgate-Balance-Micros").map(Long::parseLong))
                .hasValueSatisfying(balance -> assertThat(balance).isBetween(798_000_000L, 799_000_000L));
        assertThat(reply.header("RateLimit-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains(";q="));
        assertThat(reply.header("Location"))
                .hasValue(gateway.base() + "/v1/tasks/" + reply.data().getString("id"));
        assertThat(reply.header("ETag")).hasValue("\"1\"");
        assertThat(reply.header("X-Request-Id")).hasValue(reply.json().getString("request_id"));
    }

    @Test
    void a_read_costs_a_read_and_so_does_one_that_has_not_changed() {
        var id = gateway.call("POST", "/v1/tasks", key, TASK).expect(201).data().getString("id");

        var read = gateway.call("GET", "/v1/tasks/" + id, key, null);
        var same = gateway.call("GET", "/v1/tasks/" + id, key, null, "If-None-Match", "\"1\"");

        assertThat(read.expect(200).charge()).isEqualTo(20);
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.charge()).isEqualTo(20);
        assertThat(same.body()).isEmpty();
    }

    @Test
    void a_repeated_write_with_the_same_key_gives_the_same_record_and_is_free() {
        var first = gateway.call("POST", "/v1/tasks", key, TASK, "Idempotency-Key", "k1")
                .expect(201);

        var second = gateway.call("POST", "/v1/tasks", key, TASK, "Idempotency-Key", "k1");

        assertThat(second.expect(201).data()).isEqualTo(first.data());
        assertThat(second.charge()).isZero();
        assertThat(second.header("Idempotency-Replayed")).hasValue("true");
        assertThat(second.header("Tollgate-Original-Request-Id"))
                .hasValue(first.json().getString("request_id"));
        assertThat(second.json().getString("request_id"))
                .isNotEqualTo(first.json().getString("request_id"));
    }

    @Test
    void the_same_key_with_another_input_is_a_conflict() {
        gateway.call("POST", "/v1/tasks", key, TASK, "Idempotency-Key", "k2").expect(201);

        var other = gateway.call(
                "POST", "/v1/tasks", key, new JsonObject().put("title", "Call Bob"), "Idempotency-Key", "k2");

        assertThat(other.status()).isEqualTo(409);
        assertThat(other.code()).isEqualTo("idempotency_conflict");
        assertThat(other.json().getString("idempotency_key")).isEqualTo("k2");
    }

    @Test
    void a_dry_run_checks_everything_changes_nothing_uses_up_no_key_and_costs_a_read() {
        var dry = gateway.call("POST", "/v1/tasks?dry_run=true", key, TASK, "Idempotency-Key", "k4");
        var wrong = gateway.call("POST", "/v1/tasks?dry_run=true", key, new JsonObject());

        var real = gateway.call("POST", "/v1/tasks", key, TASK, "Idempotency-Key", "k4");

        assertThat(dry.expect(200).charge()).isEqualTo(20);
        assertThat(dry.header("Tollgate-Dry-Run")).hasValue("true");
        assertThat(dry.header("Location")).isEmpty();
        assertThat(dry.header("ETag")).isEmpty();
        assertThat(dry.json().getBoolean("dry_run")).isTrue();
        assertThat(dry.data().getString("status")).isEqualTo("open");
        assertThat(dry.data().fieldNames()).doesNotContain("id", "version", "created_at", "last_actor");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(real.expect(201).header("Idempotency-Replayed")).isEmpty();
        assertThat(gateway.call("GET", "/v1/tasks", key, null).expect(200).list())
                .hasSize(1);
    }

    @Test
    void a_refusal_may_be_tried_again_with_the_same_key() {
        gateway.call("POST", "/v1/tasks", key, new JsonObject().put("title", ""), "Idempotency-Key", "k3")
                .expect(422);

        var again = gateway.call("POST", "/v1/tasks", key, TASK, "Idempotency-Key", "k3");

        assertThat(again.status()).isEqualTo(201);
    }

    @Test
    void an_empty_balance_refuses_what_costs_and_lets_through_what_is_free() {
        var id = gateway.call("POST", "/v1/tasks", key, TASK).expect(201).data().getString("id");
        gateway.operator(
                        "PUT",
                        "/control/v1/tenants/" + acme.tenant() + "/override",
                        new JsonObject()
                                .put("cap_micros", 0)
                                .put("enforcement", "enforce")
                                .put("reason", "the test wants it"))
                .expect(200);

        var refused = gateway.call("POST", "/v1/tasks", key, TASK);
        var reduced = gateway.call("DELETE", "/v1/tasks/" + id, key, null);

        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.code()).isEqualTo("monthly_cap_reached");
        assertThat(gateway.call("GET", refused.json().getString("billing_url"), key, null)
                        .expect(200)
                        .body())
                .contains("monthly_cap_reached");
        assertThat(refused.json().getString("resets_at")).isNotNull();
        assertThat(reduced.expect(200).charge()).isZero();
    }

    @Test
    void a_key_of_another_workspace_sees_nothing_even_of_the_same_tenant() {
        var id = gateway.call("POST", "/v1/tasks", key, TASK).expect(201).data().getString("id");
        var neighbour = gateway.workspace(acme.tenant()).module("tasks", true).apiKey("tasks:read", "tasks:write");

        var reply = gateway.call("GET", "/v1/tasks/" + id, neighbour.getString("secret"), null);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.code()).isEqualTo("resource_not_found");
    }
}
