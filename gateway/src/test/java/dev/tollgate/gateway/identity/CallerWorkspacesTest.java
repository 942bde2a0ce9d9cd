package dev.tollgate.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.OwnIssuer;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A control-plane caller's view of itself and of workspaces it did not name. */
class CallerWorkspacesTest {

    private static final GatewayFixture SHARED = GatewayFixture.shared();

    private static final OwnIssuer ISSUER = OwnIssuer.shared();
    private static final GatewayFixture GATEWAY = GatewayFixture.withOwnIssuer();

    private final String mark = "q" + UUID.randomUUID().toString().replace("-", "");
    private final String subject = "user_" + UUID.randomUUID();
    private String tenant;
    private String own;
    private String other;

    @BeforeEach
    void twoWorkspacesAndAMemberOfOne() {
        tenant = created("/control/v1/tenants", JsonObject.of("name", mark + " Inc.", "kind", "team", "plan", "team"));
        own = created("/control/v1/tenants/" + tenant + "/workspaces", JsonObject.of("name", "Production of " + mark));
        other = created("/control/v1/tenants/" + tenant + "/workspaces", JsonObject.of("name", mark + " staging"));
        var _ = created(
                "/control/v1/workspaces/" + own + "/members",
                JsonObject.of("subject", subject, "email", "ada@example.org", "role", "admin"));
    }

    @Test
    void a_member_reads_who_they_are_and_their_workspaces_only() {
        var me = asMember("/control/v1/me").expect(200).data();

        assertThat(me.getString("kind")).isEqualTo("person");
        assertThat(me.getString("id")).isEqualTo(subject);
        assertThat(me.getString("name")).isEqualTo("ada@example.org");
        var workspace = me.getJsonArray("workspaces").getJsonObject(0);
        assertThat(me.getJsonArray("workspaces")).hasSize(1);
        assertThat(workspace.getString("id")).isEqualTo(own);
        assertThat(workspace.getString("tenant_name")).isEqualTo(mark + " Inc.");
        assertThat(workspace.getString("role")).isEqualTo("admin");
    }

    @Test
    void an_operator_reads_who_they_are() {
        var me = SHARED.operator("GET", "/control/v1/me", null).expect(200).data();

        assertThat(me.getString("kind")).isEqualTo("operator");
        assertThat(me.getJsonArray("workspaces")).isEmpty();
    }

    @Test
    void an_operator_finds_workspaces_by_name_slug_tenant_and_id() {
        assertThat(found(mark.toUpperCase(java.util.Locale.ROOT) + " STAG")).containsExactly(other);
        assertThat(found("production-of-" + mark)).containsExactly(own);
        assertThat(found(mark + " inc")).containsExactly(other, own);
        assertThat(found(own)).containsExactly(own);
        assertThat(found(tenant)).containsExactly(other, own);
        assertThat(found("%" + mark)).isEmpty();
    }

    @Test
    void a_member_finds_no_workspace_of_others() {
        assertThat(ids(asMember("/control/v1/workspaces?query=" + mark))).containsExactly(own);
        assertThat(ids(asMember("/control/v1/workspaces?query=" + tenant))).containsExactly(own);
        assertThat(ids(asMember("/control/v1/workspaces?query=" + other))).isEmpty();
    }

    @Test
    void more_matches_than_wanted_are_announced() {
        var data = SHARED.operator("GET", "/control/v1/workspaces?limit=1&query=" + tenant, null)
                .expect(200)
                .data();

        assertThat(data.getJsonArray("workspaces")).hasSize(1);
        assertThat(data.getBoolean("truncated")).isTrue();
    }

    private static List<String> found(String query) {
        var text = java.net.URLEncoder.encode(query, java.nio.charset.StandardCharsets.UTF_8);
        return ids(SHARED.operator("GET", "/control/v1/workspaces?query=" + text, null));
    }

    private static List<String> ids(Reply reply) {
        return reply.expect(200).data().getJsonArray("workspaces").stream()
                .map(workspace -> ((JsonObject) workspace).getString("id"))
                .toList();
    }

    private Reply asMember(String path) {
        var token = ISSUER.signed(ISSUER.claims(subject, GATEWAY.base() + "/control"));
        return GATEWAY.call("GET", path, token, null);
    }

    private static String created(String path, JsonObject body) {
        return SHARED.operator("POST", path, body).expect(201).data().getString("id");
    }
}
