package dev.tollgate.gateway.mcp;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Authorization metadata of the MCP resource, and the challenges of each policy. */
class AuthorizationTest {

    private static final Duration RECORDED_MAX = Duration.ofSeconds(10);
    private static final String METADATA = "/.well-known/oauth-protected-resource";
    private static final String NOWHERE = "wrk_01h455vb4pex5vsknk084sn02q";
    private static final GatewayFixture SHARED = GatewayFixture.shared();

    private static final OwnIssuer ISSUER = OwnIssuer.shared();
    private static final GatewayFixture GATEWAY = GatewayFixture.withOwnIssuer();

    private GatewayFixture.Prepared acme;
    private OauthAgent agent;
    private String client;

    @BeforeEach
    void prepare() {
        acme = SHARED.tenant("team").module("tasks", true);
        agent = OauthAgent.of(GATEWAY, ISSUER, acme, "member");
        client = acme.mcpClient("tasks:read").getString("secret");
    }

    @CanIgnoreReturnValue
    private AuthorizationTest policy(String mode) {
        SHARED.operator("PUT", acme.control("/mcp-policy"), new JsonObject().put("mode", mode))
                .expect(200);
        return this;
    }

    private static String challenge(GatewayFixture.Prepared of) {
        return "Bearer resource_metadata=\"" + GATEWAY.base() + METADATA + "/mcp/" + of.workspace()
                + "\", scope=\"openid\"";
    }

    @Test
    void the_metadata_of_a_workspace_names_it_and_the_issuer() {
        var reply = GATEWAY.call("GET", METADATA + agent.path(), null, null).expect(200);

        assertThat(reply.header("Cache-Control")).contains("public, max-age=3600");
        assertThat(reply.header("Content-Type")).contains("application/json");
        assertThat(reply.json())
                .isEqualTo(new JsonObject()
                        .put("resource", agent.audience())
                        .put("resource_name", "Tollgate")
                        .put("authorization_servers", new JsonArray().add(ISSUER.url()))
                        .put("bearer_methods_supported", new JsonArray().add("header"))
                        .put("scopes_supported", new JsonArray().add("openid"))
                        .put("resource_documentation", GATEWAY.base() + "/docs"));
    }

    @Test
    void metadata_is_alike_for_a_workspace_that_is_not_there() {
        var there = GATEWAY.call("GET", METADATA + agent.path(), null, null).expect(200);

        var nowhere =
                GATEWAY.call("GET", METADATA + "/mcp/" + NOWHERE, null, null).expect(200);

        assertThat(nowhere.body().replace(NOWHERE, acme.workspace())).isEqualTo(there.body());
        assertThat(GATEWAY.call("GET", METADATA + "/mcp/wrk_1", null, null).status())
                .isEqualTo(404);
        assertThat(GATEWAY.call("POST", METADATA, null, new JsonObject()).status())
                .isEqualTo(405);
    }

    @Test
    void the_metadata_of_the_endpoint_is_that_of_the_public_url_whatever_the_host_header_says() {
        var reply = GATEWAY.call("GET", METADATA, null, null, "X-Forwarded-Host", "evil.example")
                .expect(200);

        assertThat(reply.json().getString("resource")).isEqualTo(GATEWAY.base() + "/mcp");
    }

    @Test
    void either_way_is_open_where_the_policy_says_nothing() {
        agent.list(agent.token()).expect(200);
        agent.list(client).expect(200);

        assertThat(agent.list(null).expect(401).header("WWW-Authenticate")).contains(challenge(acme));
    }

    @Test
    void oauth_only_sends_static_tokens_to_the_issuer_and_leaves_a_row() {
        var token = agent.token();
        agent.list(token).expect(200);

        policy("oauth_only");

        Eventually.within(Eventually.NOTICED, () -> agent.list(client).expect(403));
        var refused = agent.list(client).expect(403);
        assertThat(refused.code()).isEqualTo("mcp_auth_method_not_allowed");
        assertThat(refused.header("WWW-Authenticate")).contains(challenge(acme));
        agent.list(token).expect(200);
        audited("mcp_client");
    }

    @Test
    void where_the_path_names_no_workspace_nobody_is_sent_for_a_token_that_would_not_open_it() {
        agent.request("/mcp", client, "tools/list", null).expect(200);
        var unknown = agent.request("/mcp", null, "tools/list", null).expect(401);
        policy("oauth_only");

        Eventually.within(
                Eventually.NOTICED,
                () -> agent.request("/mcp", client, "tools/list", null).expect(403));
        var refused = agent.request("/mcp", client, "tools/list", null).expect(403);

        assertThat(refused.code()).isEqualTo("mcp_auth_method_not_allowed");
        assertThat(refused.header("WWW-Authenticate")).contains("Bearer");
        assertThat(unknown.header("WWW-Authenticate")).contains("Bearer");
    }

    @Test
    void static_only_refuses_tokens_of_the_issuer_names_none_and_leaves_a_row() {
        var token = agent.token();
        agent.list(token).expect(200);

        policy("static_only");

        Eventually.within(Eventually.NOTICED, () -> agent.list(token).expect(403));
        var refused = agent.list(token).expect(403);
        assertThat(refused.code()).isEqualTo("mcp_auth_method_not_allowed");
        for (var reply : List.of(
                refused, agent.list(null).expect(401), agent.list("a.bad.token").expect(401))) {
            assertThat(reply.header("WWW-Authenticate")).contains("Bearer");
        }
        agent.list(client).expect(200);
        audited("member");
    }

    @Test
    void a_suspended_workspace_is_closed_to_its_members_agents() {
        var token = agent.token();
        agent.list(token).expect(200);

        SHARED.operator("POST", acme.control("/suspend"), null).expect(200);

        Eventually.within(
                Eventually.NOTICED,
                () -> assertThat(agent.list(token).expect(403).code()).isEqualTo("workspace_not_active"));
    }

    @Test
    void without_an_issuer_there_is_no_metadata_and_a_bare_challenge() {
        try (var lonely = SHARED.second(Map.of("tollgate.oidc.issuer", ""))) {
            assertThat(lonely.call("GET", METADATA, null, null).status()).isEqualTo(404);
            assertThat(lonely.call("POST", agent.path(), null, new JsonObject())
                            .expect(401)
                            .header("WWW-Authenticate"))
                    .contains("Bearer");
        }
    }

    private void audited(String kind) {
        var filter = "/audit-events?outcome=mcp_auth_method_not_allowed";
        Eventually.within(RECORDED_MAX, () -> {
            var rows = SHARED.operator("GET", acme.control(filter), null)
                    .expect(200)
                    .list();
            assertThat(rows).isNotEmpty();
            assertThat(rows.getJsonObject(0).getJsonObject("actor").getString("kind"))
                    .isEqualTo(kind);
            assertThat(rows.getJsonObject(0).getString("operation")).isEqualTo("authenticate");
        });
    }
}
