package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.People;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Before and after of a record are the record. */
class AuditRightsTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();

    private final GatewayFixture.Prepared workspace = GATEWAY.tenant("team").module("tasks", true);
    private final String auditor = workspace.apiKey("audit:read").getString("secret");
    private final String reader = workspace.apiKey("audit:read", "tasks:read").getString("secret");
    private final String request = GATEWAY.call(
                    "POST",
                    "/v1/tasks",
                    workspace.apiKey("tasks:write").getString("secret"),
                    JsonObject.of("title", "Nobody else's business"))
            .expect(201)
            .json()
            .getString("request_id");

    private static JsonObject only(Reply reply) {
        assertThat(reply.expect(200).list()).hasSize(1);
        return reply.list().getJsonObject(0);
    }

    private static JsonObject ofRequest(Reply reply) {
        return reply.expect(200).data().getJsonArray("audit_events").getJsonObject(0);
    }

    @Test
    void an_auditor_sees_before_and_after_only_of_records_they_may_read() {
        var events = "/v1/audit-events?action=task.create";
        var requests = "/v1/requests/" + request;

        var byAuditor = only(GATEWAY.call("GET", events, auditor, null));
        var byReader = only(GATEWAY.call("GET", events, reader, null));
        var byOperator = only(GATEWAY.operator("GET", workspace.control("/audit-events?action=task.create"), null));

        assertThat(byAuditor.containsKey("changes")).isFalse();
        assertThat(byAuditor.getString("resource_id")).startsWith("tsk_");
        assertThat(byReader.getJsonObject("changes").encode()).contains("Nobody else's business");
        assertThat(byOperator.getJsonObject("changes").encode()).contains("Nobody else's business");
        assertThat(ofRequest(GATEWAY.call("GET", requests, auditor, null)).containsKey("changes"))
                .isFalse();
        assertThat(ofRequest(GATEWAY.call("GET", requests, reader, null)).containsKey("changes"))
                .isTrue();
    }

    @Test
    void what_became_of_a_credential_every_auditor_sees() {
        var events = GATEWAY.call("GET", "/v1/audit-events?action=api_key.create", auditor, null)
                .expect(200)
                .list();

        assertThat(events)
                .isNotEmpty()
                .allSatisfy(event ->
                        assertThat(((JsonObject) event).containsKey("changes")).isTrue());
    }

    /** The owner of a tenant calls neither in a workspace. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TENANT_OWNER")
    void who_may_not_list_the_audit_of_a_workspace_sees_requests_in_outline(Role role) {
        var token = role == Role.OPERATOR
                ? GATEWAY.operatorToken()
                : People.member(workspace, role.name()).token();

        var listed = GATEWAY.call("GET", workspace.control("/audit-events?action=task.create"), token, null);
        var event = ofRequest(GATEWAY.call("GET", workspace.control("/requests/" + request), token, null));

        assertThat(event.getString("operation")).isEqualTo("create_task");
        if (List.of(Role.OPERATOR, Role.OWNER, Role.ADMIN).contains(role)) {
            assertThat(event).isEqualTo(only(listed));
            assertThat(event.getJsonObject("changes").encode()).contains("Nobody else's business");
        } else {
            assertThat(listed.status()).isEqualTo(403);
            assertThat(event.fieldNames())
                    .doesNotContain(
                            "resource_id", "resource_type", "changes", "client_address", "user_agent", "input_digest");
            assertThat(event.getJsonObject("actor").getString("name"))
                    .isEqualTo(event.getJsonObject("actor").getString("id"));
        }
    }
}
