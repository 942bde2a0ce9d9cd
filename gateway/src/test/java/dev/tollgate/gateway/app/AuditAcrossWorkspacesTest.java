package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.People;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators and owners find without naming a workspace. */
class AuditAcrossWorkspacesTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final Duration SEALED_MAX = Duration.ofSeconds(10);

    private final GatewayFixture.Prepared place = GATEWAY.tenant("team").module("tasks", true);
    private final String ofTenant = "/control/v1/tenants/" + place.tenant();
    private final String request = created(place);

    private static String created(GatewayFixture.Prepared place) {
        var key = place.apiKey("tasks:write").getString("secret");
        return GATEWAY.call("POST", "/v1/tasks", key, JsonObject.of("title", "Nobody else's business"))
                .expect(201)
                .json()
                .getString("request_id");
    }

    private static List<String> actions(JsonArray events) {
        return events.stream()
                .map(event -> ((JsonObject) event).getString("action"))
                .toList();
    }

    private JsonArray listed(String filters, String token) {
        return GATEWAY.call("GET", ofTenant + "/audit-events" + filters, token, null)
                .expect(200)
                .list();
    }

    @Test
    void the_audit_of_a_tenant_has_the_events_of_its_workspaces_newest_first() {
        var second = GATEWAY.workspace(place.tenant()).module("tasks", true);
        var _ = created(second);
        var _ = created(GATEWAY.tenant("team").module("tasks", true));

        var all = listed("?limit=100", GATEWAY.operatorToken());
        var page = GATEWAY.operator("GET", ofTenant + "/audit-events?action=task.create&limit=1", null)
                .expect(200);
        var cursor = page.json().getString("next_cursor");
        var next = listed("?action=task.create&limit=1&cursor=" + cursor, GATEWAY.operatorToken());

        assertThat(actions(all)).contains("workspace.create", "module.set", "task.create");
        assertThat(page.list().getJsonObject(0).getString("workspace_id")).isEqualTo(second.workspace());
        assertThat(next).hasSize(1);
        assertThat(next.getJsonObject(0).getString("workspace_id")).isEqualTo(place.workspace());
        assertThat(next.getJsonObject(0).getString("resource_id")).startsWith("tsk_");
    }

    @Test
    void the_audit_of_a_tenant_has_recent_events_also_if_its_end_is_in_the_future() {
        var events = listed("?to=" + Instant.now().plus(Duration.ofDays(31)), GATEWAY.operatorToken());

        assertThat(actions(events)).contains("task.create");
    }

    @Test
    void an_owner_who_is_no_member_sees_an_outline_of_what_happens_in_workspaces() {
        var owner = People.tenantOwner(place).token();

        var event = listed("?action=task.create", owner).getJsonObject(0);
        var shown = GATEWAY.call("GET", ofTenant + "/requests/" + request, owner, null)
                .expect(200)
                .data();

        assertThat(event.getString("outcome")).isEqualTo("ok");
        assertThat(event.getJsonObject("actor").getString("name")).isEqualTo("tester");
        assertThat(event.fieldNames())
                .doesNotContain(
                        "resource_id", "resource_type", "changes", "client_address", "user_agent", "input_digest");
        assertThat(shown.getJsonArray("audit_events").getJsonObject(0).containsKey("resource_id"))
                .isFalse();
        assertThat(shown.getJsonArray("webhook_deliveries")).isEmpty();
    }

    @Test
    void an_operator_finds_a_request_by_its_id_alone() {
        Eventually.within(SEALED_MAX, () -> assertThat(byId(request).status()).isEqualTo(200));

        var shown = byId(request).data();
        var ofTenantAlone = GATEWAY.operator("GET", ofTenant + "/requests/" + request, null)
                .expect(200)
                .data();
        var unknown = byId("req_01h455vb4pex5vsknk084sn02q");

        assertThat(shown.getString("operation")).isEqualTo("create_task");
        assertThat(shown.getJsonArray("audit_events").encode()).contains(place.workspace(), "Nobody else's business");
        assertThat(ofTenantAlone.getJsonArray("audit_events")).isEqualTo(shown.getJsonArray("audit_events"));
        assertThat(unknown.status()).isEqualTo(404);
    }

    @Test
    void a_tenants_owner_cannot_ask_for_a_request_by_its_id_alone() {
        var owner = People.tenantOwner(place).token();

        var refused = GATEWAY.call("GET", "/control/v1/requests/" + request, owner, null);

        assertThat(refused.status()).isIn(403, 404);
    }

    private static Reply byId(String request) {
        return GATEWAY.operator("GET", "/control/v1/requests/" + request, null);
    }

    @Test
    void events_are_found_by_time() {
        var now = Instant.now();
        var here = place.control("/audit-events?action=task.create");

        var recent = GATEWAY.operator("GET", here + "&from=" + now.minusSeconds(600), null);
        var before = GATEWAY.operator("GET", here + "&to=" + now.minusSeconds(600), null);
        var later = listed("?action=task.create&from=" + now.plusSeconds(600), GATEWAY.operatorToken());
        var ever = listed(
                "?action=task.create&from=0001-01-01T00:00:00Z&to=9999-12-31T00:00:00Z", GATEWAY.operatorToken());
        var backwards = GATEWAY.operator("GET", here + "&from=" + now + "&to=" + now.minusSeconds(1), null);

        assertThat(recent.expect(200).list()).hasSize(1);
        assertThat(before.expect(200).list()).isEmpty();
        assertThat(later).isEmpty();
        assertThat(ever).hasSize(1);
        assertThat(backwards.status()).isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource({
        "outcome=rate_limit, Did you mean rate_limited?",
        "outcome=insufficient, 'Outcomes: account_paused,'",
        "action=revoke, Did you mean api_key.revoke or ",
        "action=task.creat, Did you mean task.create?",
    })
    void an_unknown_word_is_refused_with_the_nearest(String filter, String hint) {
        var refused = GATEWAY.operator("GET", place.control("/audit-events?" + filter), null);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().getJsonArray("field_errors").encode()).contains(hint);
    }

    @ParameterizedTest
    @CsvSource({"action=webhook.disable", "outcome=ok", "outcome=missing_required_scope"})
    void words_of_stored_events_are_known(String filter) {
        GATEWAY.operator("GET", place.control("/audit-events?" + filter), null).expect(200);
    }
}
