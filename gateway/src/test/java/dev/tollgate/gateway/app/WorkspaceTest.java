package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.CanIgnoreReturnValue;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.mcp.McpCaller;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations by which a workspace shows itself, its audit events and its requests. */
class WorkspaceTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final GatewayFixture gateway = GatewayFixture.shared();
    private GatewayFixture.Prepared acme;
    private String key;

    @BeforeEach
    void prepare() {
        acme = gateway.tenant("business").module("tasks", true);
        key = acme.apiKey("tasks:write", "tasks:read", "audit:read").getString("secret");
    }

    @Test
    void a_credential_is_told_where_it_is_and_what_it_may() {
        var reply = gateway.call("GET", "/v1/workspace", key, null);

        var data = reply.expect(200).data();
        assertThat(reply.charge()).isEqualTo(20);
        assertThat(data.getString("id")).isEqualTo(acme.workspace());
        assertThat(data.getJsonArray("modules")).containsExactly("tasks");
        assertThat(data.getJsonObject("credential").getJsonArray("scopes"))
                .containsExactly("audit:read", "tasks:read", "tasks:write");
        assertThat(data.getJsonObject("credential").getJsonObject("limits").getInteger("credential_calls_per_second"))
                .isEqualTo(2_500);
    }

    @Test
    void a_day_given_for_a_time_is_one_of_the_workspaces_time_zone() {
        var zone = new JsonObject().put("time_zone", "Europe/Berlin");
        var changed =
                gateway.operator("PATCH", acme.control(""), zone).expect(200).data();
        assertThat(changed.getString("time_zone")).isEqualTo("Europe/Berlin");
        Eventually.within(
                SOON,
                () -> assertThat(gateway.call("GET", "/v1/workspace", key, null)
                                .data()
                                .getString("time_zone"))
                        .isEqualTo("Europe/Berlin"));
        var task = new JsonObject().put("title", "Call Ada").put("due_at", "2026-07-04");
        var agent = acme.mcpClient("tasks:write", "tasks:read").getString("secret");

        var rest = gateway.call("POST", "/v1/tasks", key, task).expect(201).data();
        var batch =
                gateway.call("POST", "/v1/tasks/batch", key, new JsonObject().put("items", new JsonArray().add(task)));
        var tool = new McpCaller(gateway, agent).tool("create_task", task);
        var exact = gateway.call("POST", "/v1/tasks", key, task.copy().put("due_at", "2026-07-04T00:00:00Z"));

        assertThat(rest.getString("due_at")).isEqualTo("2026-07-03T22:00:00Z");
        assertThat(batch.expect(200).body()).contains("2026-07-03T22:00:00Z");
        assertThat(tool.toString()).contains("2026-07-03T22:00:00Z");
        assertThat(exact.expect(201).data().getString("due_at")).isEqualTo("2026-07-04T00:00:00Z");
    }

    @Test
    void a_workspace_is_made_in_its_time_zone_and_a_zone_that_does_not_exist_is_refused() {
        var body = new JsonObject().put("name", "Far").put("time_zone", "Pacific/Auckland");
        var path = "/control/v1/tenants/" + acme.tenant() + "/workspaces";

        var made = gateway.patiently("POST", path, body).expect(201).data();
        var unknown = gateway.operator("POST", path, body.copy().put("time_zone", "Europe/Berlim"));
        var offset = gateway.operator("PATCH", acme.control(""), new JsonObject().put("time_zone", "+02:00"));

        assertThat(made.getString("time_zone")).isEqualTo("Pacific/Auckland");
        assertThat(gateway.call("GET", "/v1/workspace", key, null).data().getString("time_zone"))
                .isEqualTo("UTC");
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.body()).contains("time_zone", "Did you mean Europe/Berlin?");
        assertThat(offset.status()).isEqualTo(422);
    }

    @Test
    void the_time_and_what_is_left_are_told_to_who_may_know() {
        var before = Instant.now();
        var knowing = acme.mcpClient("usage:read").getString("secret");

        var told = new McpCaller(gateway, knowing).tool("get_workspace", new JsonObject());
        var untold = gateway.call("GET", "/v1/workspace", key, null).data();

        var data = told.getJsonObject("structuredContent").getJsonObject("data");
        assertThat(data.getInstant("now")).isBetween(before, Instant.now());
        assertThat(data.getLong("balance_micros"))
                .isEqualTo(told.getJsonObject("_meta").getLong("dev.tollgate/balance_micros"));
        assertThat(untold.getInstant("now")).isBetween(before, Instant.now());
        assertThat(untold.containsKey("balance_micros")).isFalse();
    }

    @Test
    void a_write_is_found_in_the_audit_at_once_and_in_the_usage_soon() {
        var request = write();

        var events = gateway.call("GET", "/v1/audit-events?request_id=" + request, key, null)
                .expect(200)
                .list();

        assertThat(events).hasSize(1);
        assertThat(events.getJsonObject(0).getString("action")).isEqualTo("task.create");
        assertThat(events.getJsonObject(0).getJsonObject("changes")).isNotNull();
        Eventually.within(SOON, () -> {
            var shown = gateway.call("GET", "/v1/requests/" + request, key, null)
                    .expect(200)
                    .data();
            assertThat(shown.getString("usage_state")).isEqualTo("recorded");
            assertThat(shown.getJsonArray("usage_events").getJsonObject(0).getLong("charge_micros"))
                    .isEqualTo(100);
        });
    }

    @Test
    void a_read_is_found_in_audit_and_usage_soon() {
        var request =
                gateway.call("GET", "/v1/tasks", key, null).expect(200).json().getString("request_id");

        Eventually.within(SOON, () -> {
            var shown = gateway.operator("GET", acme.control("/requests/" + request), null)
                    .expect(200)
                    .data();
            assertThat(shown.getJsonArray("audit_events")).hasSize(1);
            assertThat(shown.getJsonArray("usage_events")).hasSize(1);
        });
    }

    @Test
    void a_dry_run_is_marked_in_the_audit_and_in_its_request_and_a_write_is_not() {
        var task = new JsonObject().put("title", "Call Ada");
        var dry = gateway.call("POST", "/v1/tasks?dry_run=true", key, task).expect(200);
        var real = write();
        var writer = acme.module("crm", true).apiKey("crm:write").getString("secret");
        var contact = new JsonObject().put("name", "Ada").put("company_id", "com_01arz3ndektsv4rrffq69g5fav");
        var refused = gateway.call("POST", "/v1/contacts?dry_run=true", writer, contact);
        assertThat(refused.status()).isEqualTo(422);

        Eventually.within(SOON, () -> {
            assertThat(dryRun(dry.json().getString("request_id"))).isTrue();
            assertThat(dryRun(real)).isNull();
            assertThat(dryRun(refused.json().getString("request_id"))).isTrue();
            assertThat(gateway.call("GET", "/v1/requests/" + dry.json().getString("request_id"), key, null)
                            .expect(200)
                            .data()
                            .getBoolean("dry_run"))
                    .isTrue();
        });
    }

    private Boolean dryRun(String request) {
        var events = gateway.call("GET", "/v1/audit-events?request_id=" + request, key, null)
                .expect(200)
                .list();
        assertThat(events).hasSize(1);
        return events.getJsonObject(0).getBoolean("dry_run");
    }

    @Test
    void refusals_of_a_known_credential_are_audited_together() {
        for (int time = 0; time < 3; time++) {
            gateway.call("POST", "/v1/tasks", key, new JsonObject()).expect(422);
        }

        Eventually.within(SOON, () -> {
            var events = gateway.call("GET", "/v1/audit-events?outcome=validation_failed", key, null)
                    .expect(200)
                    .list();
            long calls = events.stream()
                    .mapToLong(event -> ((JsonObject) event).getLong("calls"))
                    .sum();
            assertThat(calls).isEqualTo(3);
        });
    }

    @Test
    void a_page_of_the_audit_goes_on_where_the_one_before_ended() {
        write();
        write();
        var first = gateway.call("GET", "/v1/audit-events?action=task.create&limit=1", key, null)
                .expect(200);

        var second = gateway.call(
                "GET",
                "/v1/audit-events?action=task.create&limit=1&cursor="
                        + first.json().getString("next_cursor"),
                key,
                null);

        assertThat(second.expect(200).list()).hasSize(1);
        assertThat(second.list().getJsonObject(0).getString("id"))
                .isNotEqualTo(first.list().getJsonObject(0).getString("id"));
    }

    @Test
    void a_request_of_another_workspace_is_not_found() {
        var request = write();
        var neighbour = gateway.workspace(acme.tenant()).apiKey("audit:read").getString("secret");

        assertThat(gateway.call("GET", "/v1/requests/" + request, neighbour, null)
                        .status())
                .isEqualTo(404);
    }

    @CanIgnoreReturnValue
    private String write() {
        return gateway.call("POST", "/v1/tasks", key, new JsonObject().put("title", "Call Ada"))
                .expect(201)
                .json()
                .getString("request_id");
    }
}
