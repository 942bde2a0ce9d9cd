package dev.tollgate.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.CanIgnoreReturnValue;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.OauthAgent;
import dev.tollgate.gateway.fixture.OwnIssuer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent's rights: role, grant and modules, and its token if the settings say so. */
class AgentScopesTest {

    private static final Duration RECORDED_MAX = Duration.ofSeconds(10);
    private static final JsonObject TASK = new JsonObject().put("title", "Call Ada");
    private static final GatewayFixture SHARED = GatewayFixture.shared();

    private static final OwnIssuer ISSUER = OwnIssuer.shared();
    private static final GatewayFixture BY_ROLE = GatewayFixture.withOwnIssuer();
    private static GatewayFixture byToken;

    private GatewayFixture.Prepared acme;
    private OauthAgent agent;

    @BeforeAll
    static void open() {
        byToken = SHARED.second(Map.of(
                "tollgate.oidc.issuer",
                ISSUER.url(),
                "tollgate.oauth.audience",
                "installation",
                "tollgate.oauth.scopes-from",
                "token"));
    }

    @AfterAll
    static void close() {
        byToken.close();
    }

    @BeforeEach
    void prepare() {
        acme = SHARED.tenant("team").module("tasks", true).module("crm", true);
        agent = OauthAgent.of(BY_ROLE, ISSUER, acme, "agent");
    }

    @CanIgnoreReturnValue
    private JsonObject grant(String... scopes) {
        var body = new JsonObject().put("subject", agent.subject()).put("scopes", new JsonArray(List.of(scopes)));
        return SHARED.operator("POST", acme.control("/mcp-grants"), body)
                .expect(201)
                .data();
    }

    private String installationToken(String scopes) {
        return ISSUER.signed(
                ISSUER.claims(agent.subject(), byToken.base() + "/mcp").claim("scope", scopes));
    }

    @Test
    void a_grant_reduced_while_connected_holds_at_once_and_its_end_brings_the_role_back() {
        var token = agent.token();
        agent.call(token, "create_task", TASK).expect(200);
        var grant = grant("tasks:read", "tasks:write");
        agent.call(token, "create_task", TASK).expect(200);

        SHARED.operator(
                        "PATCH",
                        acme.control("/mcp-grants/" + grant.getString("id")),
                        new JsonObject().put("scopes", new JsonArray().add("tasks:read")))
                .expect(200);

        Eventually.within(
                Eventually.NOTICED,
                () -> assertThat(agent.list(token).body())
                        .contains("\"list_tasks\"")
                        .doesNotContain("\"create_task\"", "\"create_contact\""));
        assertThat(agent.call(token, "create_task", TASK).expect(200).body()).contains("missing_required_scope");
        Eventually.within(RECORDED_MAX, () -> {
            var filter = "/audit-events?outcome=missing_required_scope&actor_id=" + agent.member();
            var rows = SHARED.operator("GET", acme.control(filter), null).list();
            assertThat(rows).hasSize(1);
        });
        SHARED.operator("DELETE", acme.control("/mcp-grants/" + grant.getString("id")), null)
                .expect(200);
        Eventually.within(
                Eventually.NOTICED, () -> assertThat(agent.list(token).body()).contains("\"create_task\""));
    }

    @Test
    void a_grant_adds_nothing_to_a_role_and_makes_no_member() {
        grant("tasks:read", "audit:read");
        var stranger = new JsonObject()
                .put("subject", "user_of_" + acme.workspace())
                .put("scopes", new JsonArray().add("tasks:read"));
        SHARED.operator("POST", acme.control("/mcp-grants"), stranger).expect(201);

        var listed = agent.list(agent.token()).expect(200);

        assertThat(listed.body()).contains("\"list_tasks\"").doesNotContain("\"list_audit_events\"");
        assertThat(agent.list(agent.token(it -> it.subject(stranger.getString("subject"))))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_module_switched_off_ends_its_scopes_at_once() {
        var token = agent.token();
        agent.call(token, "create_task", TASK).expect(200);

        acme.module("tasks", false);

        Eventually.within(
                Eventually.NOTICED, () -> assertThat(agent.list(token).body()).doesNotContain("\"create_task\""));
        assertThat(agent.call(token, "create_task", TASK).body()).contains("module_not_enabled");
    }

    @Test
    void scopes_in_a_token_do_not_count_where_the_role_decides() {
        var token = agent.token(it -> it.claim("scope", "tasks:read"));

        var called = agent.call(token, "create_task", TASK).expect(200);

        assertThat(called.json().getJsonObject("result").getBoolean("isError")).isFalse();
    }

    @Test
    void a_token_for_the_installation_opens_every_workspace_of_its_subject_and_no_other() {
        var other = SHARED.workspace(acme.tenant());
        var at = agent.at(byToken);
        var token = installationToken("tasks:read");

        assertThat(at.list(token).expect(200).body()).contains("\"list_tasks\"");

        assertThat(at.request("/mcp/" + other.workspace(), token, "tools/list", null)
                        .status())
                .isEqualTo(401);
        assertThat(at.request("/mcp", token, "tools/list", null).status()).isEqualTo(401);
        assertThat(at.list(ISSUER.signed(ISSUER.claims(agent.subject(), byToken.base() + at.path())))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void where_a_better_token_helps_the_challenge_names_all_scopes_it_needs() {
        var at = agent.at(byToken);
        var token = installationToken("openid crm:read tasks:read");
        assertThat(at.list(token).expect(200).body()).contains("\"create_task\"");

        var refused = at.call(token, "create_task", TASK).expect(403);

        assertThat(refused.code()).isEqualTo("missing_required_scope");
        assertThat(refused.json().getString("required_scope")).isEqualTo("tasks:write");
        assertThat(refused.header("WWW-Authenticate"))
                .contains("Bearer error=\"insufficient_scope\", scope=\"crm:read tasks:read tasks:write\", "
                        + "resource_metadata=\"" + byToken.base() + "/.well-known/oauth-protected-resource" + at.path()
                        + '"');
        assertThat(at.call(installationToken("tasks:write"), "create_task", TASK)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_resource_that_a_better_token_could_read_is_403_with_the_challenge() {
        var at = agent.at(byToken);
        var uri = new JsonObject().put("uri", "tollgate://tasks/task/tsk_01m8afqfxperet0m4s2pngpy3a");

        var refused =
                at.request(installationToken("crm:read"), "resources/read", uri).expect(403);

        assertThat(refused.code()).isEqualTo("missing_required_scope");
        assertThat(refused.json().getString("required_scope")).isEqualTo("tasks:read");
        assertThat(refused.header("WWW-Authenticate"))
                .contains("Bearer error=\"insufficient_scope\", scope=\"crm:read tasks:read\", "
                        + "resource_metadata=\"" + byToken.base() + "/.well-known/oauth-protected-resource" + at.path()
                        + '"');
        assertThat(at.request(installationToken("tasks:read"), "resources/read", uri)
                        .expect(200)
                        .body())
                .contains("Resource not found.");
    }

    @Test
    void the_metadata_of_a_workspace_names_what_tokens_for_the_installation_are_meant_for() {
        var at = agent.at(byToken);

        var metadata = byToken.call("GET", "/.well-known/oauth-protected-resource" + at.path(), null, null)
                .expect(200)
                .json();

        assertThat(metadata.getString("resource")).isEqualTo(byToken.base() + "/mcp");
        assertThat(metadata.getJsonArray("scopes_supported")).contains("crm:read", "tasks:read", "tasks:write");
        assertThat(at.list(null).expect(401).header("WWW-Authenticate").orElseThrow())
                .contains("/.well-known/oauth-protected-resource" + at.path() + '"', "tasks:read")
                .doesNotContain("tasks:write");
    }

    @Test
    void where_no_token_helps_there_is_no_challenge() {
        grant("tasks:read");
        var at = agent.at(byToken);
        var token = installationToken("tasks:read tasks:write");

        Eventually.within(Eventually.NOTICED, () -> {
            var refused = at.call(token, "create_task", TASK).expect(200);
            assertThat(refused.body()).contains("missing_required_scope");
            assertThat(refused.header("WWW-Authenticate")).isEmpty();
        });
    }
}
