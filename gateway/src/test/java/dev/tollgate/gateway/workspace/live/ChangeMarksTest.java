package dev.tollgate.gateway.workspace.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ChangeMarksTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final Duration RECORDED = Duration.ofSeconds(60);
    private static final Vertx VERTX = Vertx.vertx();
    private static final Database DATABASE =
            Database.open(VERTX, GATEWAY.postgres(), DatabaseRole.APP, 1, Clock.systemUTC());
    private static final ChangeMarks MARKS = new ChangeMarks(DATABASE, Clock.systemUTC());

    private final GatewayFixture.Prepared acme =
            GATEWAY.tenant("business").module("tasks", true).module("integrations", true);

    @AfterAll
    static void close() {
        var _ = joined(DATABASE.close());
        var _ = joined(VERTX.close());
    }

    private static <T> T joined(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.MINUTES)
                .join();
    }

    private ChangeMarks.Marks marks() {
        return joined(MARKS.of(
                tenant(),
                new WorkspaceId(TypeId.parse(TypeId.prefix(WorkspaceId.class), acme.workspace())
                        .orElseThrow())));
    }

    private TenantId tenant() {
        return new TenantId(
                TypeId.parse(TypeId.prefix(TenantId.class), acme.tenant()).orElseThrow());
    }

    private void recorded(String request) {
        Eventually.within(
                RECORDED,
                () -> assertThat(GATEWAY.operator("GET", acme.control("/requests/" + request), null)
                                .expect(200)
                                .data()
                                .getJsonArray("usage_events"))
                        .hasSize(1));
    }

    @Test
    void a_call_changes_the_marks_of_usage_requests_and_the_account() {
        var key = acme.apiKey("tasks:write").getString("secret");
        var before = marks();

        var request = GATEWAY.call("POST", "/v1/tasks", key, new JsonObject().put("title", "Call Ada"))
                .expect(201)
                .json()
                .getString("request_id");
        recorded(request);
        var after = marks();

        assertThat(after.usage()).isNotEqualTo(before.usage());
        assertThat(after.request()).isNotEqualTo(before.request());
        assertThat(after.account()).isNotEqualTo(before.account());
        assertThat(after.delivery()).isEqualTo(before.delivery());
    }

    @Test
    void a_read_changes_the_marks_of_usage_and_requests() {
        var key = acme.apiKey("tasks:read").getString("secret");
        var before = marks();

        var request =
                GATEWAY.call("GET", "/v1/tasks", key, null).expect(200).json().getString("request_id");
        recorded(request);
        var after = marks();

        assertThat(after.usage()).isNotEqualTo(before.usage());
        assertThat(after.request()).isNotEqualTo(before.request());
    }

    @Test
    void reading_on_the_control_plane_changes_no_mark() {
        var before = marks();

        var request = GATEWAY.operator("GET", acme.control("/usage"), null)
                .expect(200)
                .json()
                .getString("request_id");
        recorded(request);

        assertThat(marks()).isEqualTo(before);
    }

    @Test
    void a_change_on_the_control_plane_changes_the_mark_of_requests() {
        var before = marks();

        acme.apiKey("usage:read");

        assertThat(marks().request()).isNotEqualTo(before.request());
    }

    @Test
    void an_attempt_at_an_endpoint_changes_the_mark_of_deliveries() {
        var webhook = new JsonObject()
                .put("name", "Orders")
                .put("url", "https://hooks.example.com/in")
                .put("event_types", new JsonArray().add("task.created"));
        GATEWAY.patiently("POST", acme.control("/webhooks"), webhook).expect(201);
        var before = marks();

        GATEWAY.sql()
                .execute("UPDATE webhooks.endpoint_state SET last_success_at = now() WHERE tenant_id = '"
                        + tenant().value() + "'");

        assertThat(marks().delivery()).isNotEqualTo(before.delivery());
        assertThat(marks().usage()).isEqualTo(before.usage());
    }

    @Test
    void another_workspace_of_the_tenant_changes_nothing_but_the_account() {
        var neighbour = GATEWAY.workspace(acme.tenant()).module("tasks", true);
        var before = marks();

        neighbour.apiKey("usage:read");

        assertThat(marks()).isEqualTo(before);
    }
}
