package dev.tollgate.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.OauthAgent;
import dev.tollgate.gateway.fixture.OwnIssuer;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which access tokens of an issuer open a workspace over MCP, and what those that do not leave behind. */
class AgentTokensTest {

    private static final Duration RECORDED_MAX = Duration.ofSeconds(10);
    private static final GatewayFixture SHARED = GatewayFixture.shared();

    private static final OwnIssuer ISSUER = OwnIssuer.shared();
    private static final GatewayFixture GATEWAY = GatewayFixture.withOwnIssuer();
    private static GatewayFixture second;

    private GatewayFixture.Prepared acme;
    private OauthAgent agent;

    @BeforeAll
    static void open() {
        second = SHARED.second(Map.of(
                "tollgate.oidc.issuer",
                ISSUER.url(),
                "tollgate.public-url",
                GATEWAY.base().toString()));
    }

    @AfterAll
    static void close() {
        second.close();
    }

    @BeforeEach
    void prepare() {
        acme = SHARED.tenant("team").module("tasks", true);
        agent = OauthAgent.of(GATEWAY, ISSUER, acme, "agent");
    }

    private String challenge(OauthAgent of, String error) {
        return "Bearer " + error + "resource_metadata=\"" + GATEWAY.base() + "/.well-known/oauth-protected-resource"
                + of.path() + "\", scope=\"openid\"";
    }

    private static JsonArray audited(GatewayFixture.Prepared workspace, String filter) {
        return SHARED.operator("GET", workspace.control("/audit-events?" + filter), null)
                .expect(200)
                .list();
    }

    @Test
    void a_member_s_agent_lists_and_calls_and_the_audit_names_the_member() {
        var token = agent.token();

        var listed = agent.list(token).expect(200);
        var called = agent.call(token, "create_task", new JsonObject().put("title", "Call Ada"))
                .expect(200);

        assertThat(listed.body()).contains("\"create_task\"").doesNotContain("\"create_contact\"");
        assertThat(called.json().getJsonObject("result").getBoolean("isError")).isFalse();
        var event = audited(acme, "action=task.create").getJsonObject(0);
        assertThat(event.getJsonObject("actor").getString("kind")).isEqualTo("member");
        assertThat(event.getJsonObject("actor").getString("id")).isEqualTo(agent.member());
        assertThat(event.getString("surface")).isEqualTo("mcp");
    }

    static Stream<Arguments> flawed() {
        return Stream.of(
                flawed("audience", test -> test.agent.token(it -> it.audience("https://elsewhere.example/mcp"))),
                flawed("audience", test -> test.agent.token(it -> it.audience(GATEWAY.base() + "/control"))),
                flawed("audience", test -> test.agent.token(it -> it.audience(GATEWAY.base() + "/mcp"))),
                flawed(
                        "audience",
                        test -> test.agent.token(
                                it -> it.audience(List.of(test.agent.audience(), GATEWAY.base() + "/control")))),
                flawed("expired", AgentTokensTest::ended),
                flawed("issuer", test -> test.agent.token(it -> it.issuer("https://elsewhere.example"))),
                flawed("signature", test -> ISSUER.forged(test.agent.claims())),
                flawed("algorithm", test -> ISSUER.unsigned(test.agent.claims())),
                flawed("unknown_subject", test -> test.agent.token(it -> it.subject("user_nobody"))));
    }

    private static Arguments flawed(String reason, Function<AgentTokensTest, String> token) {
        return Arguments.of(reason, Named.of("token", token));
    }

    private String ended() {
        return agent.token(it -> it.expirationTime(OwnIssuer.at(Duration.ofMinutes(-1))));
    }

    @ParameterizedTest
    @MethodSource("flawed")
    void a_flawed_token_is_401_and_counted_by_its_flaw(String reason, Function<AgentTokensTest, String> token) {
        agent.list(agent.token()).expect(200);
        var counter = "tollgate_oidc_refused_total{reason=\"" + reason + "\"";
        long before = GATEWAY.counted(counter);

        var refused = agent.list(token.apply(this)).expect(401);

        assertThat(refused.code()).isEqualTo("unauthorized");
        assertThat(refused.header("WWW-Authenticate")).contains(challenge(agent, "error=\"invalid_token\", "));
        assertThat(GATEWAY.counted(counter)).isEqualTo(before + 1);
    }

    @Test
    void a_refusal_leaves_a_row_where_the_issuer_did_sign_for_a_member_and_none_for_anybody_else() {
        agent.list(agent.token(it -> it.subject("user_nobody"))).expect(401);
        agent.list(ISSUER.forged(agent.claims())).expect(401);

        agent.list(agent.token(it -> it.audience(GATEWAY.base() + "/control"))).expect(401);

        // Rows of refusals come in the order of the refusals.
        Eventually.within(RECORDED_MAX, () -> {
            var rows = audited(acme, "outcome=unauthorized");
            assertThat(rows).hasSize(1);
            assertThat(rows.getJsonObject(0).getString("operation")).isEqualTo("authenticate");
            assertThat(rows.getJsonObject(0).getJsonObject("actor").getString("id"))
                    .isEqualTo(agent.member());
        });
    }

    @Test
    void tokens_that_have_ended_throttle_nobody_at_their_address() {
        var ended = ended();
        for (int at = 0; at < 25; at++) {
            agent.list(ended).expect(401);
        }

        agent.list(agent.token()).expect(200);
    }

    @Test
    void without_a_token_nothing_is_said_to_be_wrong_with_one() {
        var refused = agent.list(null).expect(401);

        assertThat(refused.header("WWW-Authenticate")).contains(challenge(agent, ""));
    }

    @Test
    void a_token_for_one_workspace_opens_no_other_of_the_same_organization() {
        var other = SHARED.workspace(acme.tenant()).module("tasks", true);
        var token = agent.token();
        agent.list(token).expect(200);

        var refused = agent.request("/mcp/" + other.workspace(), token, "tools/list", null);
        var bare = agent.request("/mcp", token, "tools/list", null);

        assertThat(refused.status()).isEqualTo(401);
        assertThat(bare.status()).isEqualTo(401);
        assertThat(bare.header("WWW-Authenticate")).contains("Bearer");
    }

    @Test
    void an_organization_in_the_token_makes_no_member() {
        var organization = "org_" + acme.workspace();
        SHARED.operator(
                        "PATCH",
                        "/control/v1/tenants/" + acme.tenant(),
                        new JsonObject().put("external_organization_id", organization))
                .expect(200);
        var stranger = agent.token(it -> it.subject("user_of_" + acme.workspace())
                .claim("org_id", organization)
                .claim("role", "admin"));

        assertThat(agent.list(stranger).status()).isEqualTo(401);
    }

    @Test
    void a_removed_member_s_agent_is_out_at_every_gateway() {
        var token = agent.token();
        for (var each : List.of(agent, agent.at(second))) {
            each.list(token).expect(200);
        }

        SHARED.operator("DELETE", acme.control("/members/" + agent.member()), null)
                .expect(200);

        for (var each : List.of(agent, agent.at(second))) {
            Eventually.within(Eventually.NOTICED, () -> each.list(token).expect(401));
        }
    }

    @Test
    void a_changed_role_holds_for_who_is_connected_and_the_refusal_is_audited() {
        var token = agent.token();
        var task = new JsonObject().put("title", "Call Ada");
        agent.call(token, "create_task", task).expect(200);

        SHARED.operator("PATCH", acme.control("/members/" + agent.member()), new JsonObject().put("role", "readonly"))
                .expect(200);

        Eventually.within(
                Eventually.NOTICED, () -> assertThat(agent.list(token).body()).doesNotContain("\"create_task\""));
        Reply refused = agent.call(token, "create_task", task).expect(200);
        assertThat(refused.body()).contains("missing_required_scope");
        Eventually.within(
                RECORDED_MAX,
                () -> assertThat(audited(acme, "outcome=missing_required_scope&actor_id=" + agent.member()))
                        .hasSize(1));
    }

    @Test
    void a_role_in_the_token_reaches_the_membership_before_the_call() {
        var organization = "org_" + acme.workspace();
        SHARED.operator(
                        "PATCH",
                        "/control/v1/tenants/" + acme.tenant(),
                        new JsonObject().put("external_organization_id", organization))
                .expect(200);
        var token = agent.token(it -> it.issueTime(OwnIssuer.at(Duration.ofSeconds(3)))
                .claim("org_id", organization)
                .claim("role", "readonly"));
        assertThat(agent.list(agent.token()).expect(200).body()).contains("\"create_task\"");

        var listed = agent.list(token).expect(200);

        assertThat(listed.body()).contains("\"list_tasks\"").doesNotContain("\"create_task\"");
    }

    @Test
    void a_token_of_ours_for_another_workspace_is_401_with_the_challenge_of_the_path() {
        var elsewhere = SHARED.workspace(acme.tenant()).module("tasks", true);
        var client = elsewhere.mcpClient("tasks:read").getString("secret");

        var refused = agent.list(client).expect(401);

        assertThat(refused.header("WWW-Authenticate")).contains(challenge(agent, "error=\"invalid_token\", "));
        agent.request("/mcp/" + elsewhere.workspace(), client, "tools/list", null)
                .expect(200);
    }
}
