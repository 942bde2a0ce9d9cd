package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.OauthAgent;
import dev.tollgate.gateway.fixture.OwnIssuer;
import dev.tollgate.gateway.mcp.capability.ListKind;
import dev.tollgate.gateway.mcp.listen.ListenStreams;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Agents of members listen as clients with a secret do, and no longer than their members may. */
class ListeningAgentsTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final JsonObject TOOLS = new JsonObject().put("notifications", Map.of("toolsListChanged", true));
    private static final GatewayFixture SHARED = GatewayFixture.shared();

    private static final OwnIssuer ISSUER = OwnIssuer.shared();
    private static final GatewayFixture GATEWAY = GatewayFixture.withOwnIssuer();

    private GatewayFixture.Prepared acme;
    private OauthAgent agent;

    @BeforeEach
    void prepare() {
        acme = SHARED.tenant("team").module("tasks", true);
        agent = OauthAgent.of(GATEWAY, ISSUER, acme, "member");
    }

    @Test
    void a_member_who_is_removed_does_not_listen_any_more() throws Exception {
        try (var stream = listening(agent.token())) {
            SHARED.operator("DELETE", acme.control("/members/" + agent.member()), null)
                    .expect(200);

            endsInGoodOrder(stream, Eventually.NOTICED);
        }
    }

    @Test
    void a_grant_that_takes_scopes_away_is_told() {
        try (var stream = listening(agent.token())) {
            var grant = new JsonObject().put("subject", agent.subject()).put("scopes", List.of("tasks:read"));
            SHARED.operator("POST", acme.control("/mcp-grants"), grant).expect(201);

            Eventually.within(
                    Eventually.NOTICED,
                    () -> assertThat(stream.messages())
                            .hasSize(2)
                            .last()
                            .satisfies(message ->
                                    assertThat(message.getString("method")).isEqualTo(ListKind.TOOLS.notification())));
        }
    }

    @Test
    void a_policy_that_takes_no_tokens_of_the_issuer_ends_their_streams() throws Exception {
        try (var stream = listening(agent.token())) {
            SHARED.operator("PUT", acme.control("/mcp-policy"), new JsonObject().put("mode", "static_only"))
                    .expect(200);

            endsInGoodOrder(stream, Eventually.NOTICED);
        }
    }

    @Test
    void a_stream_ends_with_its_access_token() throws Exception {
        var token = agent.token(claims -> claims.expirationTime(OwnIssuer.at(Duration.ofSeconds(3))));

        try (var stream = listening(token)) {
            endsInGoodOrder(stream, SOON);
        }
    }

    private Modern.Stream listening(String token) {
        var stream = new Modern(GATEWAY, token).stream(agent.path(), agent.address(), ListenStreams.METHOD, TOOLS);
        Eventually.within(SOON, () -> assertThat(stream.messages()).hasSize(1));
        return stream;
    }

    private static void endsInGoodOrder(Modern.Stream stream, Duration within) throws Exception {
        stream.ended().get(within.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(stream.messages())
                .hasSize(2)
                .last()
                .satisfies(last -> assertThat(last.containsKey("result")).isTrue());
    }
}
