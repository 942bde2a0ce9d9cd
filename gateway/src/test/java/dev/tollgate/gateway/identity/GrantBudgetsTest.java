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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The budget of a grant limits the agents of its person. */
class GrantBudgetsTest {

    private static final GatewayFixture SHARED = GatewayFixture.shared();
    private static final OwnIssuer ISSUER = OwnIssuer.shared();
    private static final GatewayFixture GATEWAY = GatewayFixture.withOwnIssuer();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private GatewayFixture.Prepared acme;
    private OauthAgent agent;

    @BeforeEach
    void prepare() {
        acme = SHARED.tenant("team").module("tasks", true);
        agent = OauthAgent.of(GATEWAY, ISSUER, acme, "member");
    }

    private JsonObject grant(JsonObject budget) {
        return SHARED.operator(
                        "POST",
                        acme.control("/mcp-grants"),
                        new JsonObject()
                                .put("subject", agent.subject())
                                .put("scopes", JsonArray.of("tasks:read"))
                                .put("budget", budget))
                .expect(201)
                .data();
    }

    private Reply list() {
        return agent.call(agent.token(), "list_tasks", new JsonObject()).expect(200);
    }

    private static JsonObject meta(Reply reply) {
        return reply.json().getJsonObject("result").getJsonObject("_meta");
    }

    private static String code(Reply reply) {
        return meta(reply)
                .getJsonObject("dev.tollgate/problem", new JsonObject())
                .getString("code", "");
    }

    @Test
    void calls_of_the_persons_agents_count_against_it() {
        var grant = grant(JsonObject.of("micros", 310, "per", "day"));

        var first = list();
        var second = list();
        var third = list();

        assertThat(meta(first).getLong("dev.tollgate/budget_remaining_micros")).isEqualTo(160);
        assertThat(meta(second).getLong("dev.tollgate/budget_remaining_micros")).isEqualTo(10);
        assertThat(code(third)).isEqualTo("budget_exhausted");
        Eventually.within(
                PATIENCE,
                () -> assertThat(SHARED.operator("GET", acme.control("/mcp-grants/" + grant.getString("id")), null)
                                .expect(200)
                                .data()
                                .getJsonObject("budget")
                                .getLong("spent_micros"))
                        .isEqualTo(300));
    }

    @Test
    void it_is_changed_and_removed_apart_from_the_scopes() {
        var grant = grant(JsonObject.of("micros", 150, "per", "month"));
        var _ = list();
        assertThat(code(list())).isEqualTo("budget_exhausted");
        var path = acme.control("/mcp-grants/" + grant.getString("id"));

        var changed = SHARED.operator(
                        "PATCH", path, JsonObject.of("budget", JsonObject.of("micros", 300, "per", "month")))
                .expect(200)
                .data();
        var raised = list();
        var removed = SHARED.operator("PATCH", path, new JsonObject().putNull("budget"))
                .expect(200)
                .data();
        var free = list();

        assertThat(changed.getJsonArray("scopes")).isEqualTo(JsonArray.of("tasks:read"));
        assertThat(changed.getJsonObject("budget").getLong("micros")).isEqualTo(300);
        assertThat(code(raised)).isEmpty();
        assertThat(removed.containsKey("budget")).isFalse();
        assertThat(code(free)).isEmpty();
    }

    @Test
    void a_grant_that_is_deleted_limits_nothing() {
        var grant = grant(JsonObject.of("micros", 1, "per", "total"));
        assertThat(code(list())).isEqualTo("budget_exhausted");

        SHARED.operator("DELETE", acme.control("/mcp-grants/" + grant.getString("id")), null)
                .expect(200);

        assertThat(code(list())).isEmpty();
    }
}
