package dev.tollgate.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.OauthAgent;
import dev.tollgate.gateway.fixture.OwnIssuer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Agents while the issuer changes its keys or is away. */
class AgentIssuerAwayTest {

    private static final Duration LEARNT_WITHIN = IssuerKeys.REFETCH_EVERY.multipliedBy(3);
    private static final GatewayFixture SHARED = GatewayFixture.shared();

    private final OwnIssuer issuer = new OwnIssuer();
    private GatewayFixture gateway;
    private GatewayFixture.Prepared acme;
    private OauthAgent agent;

    @BeforeEach
    void prepare() {
        acme = SHARED.tenant("team").module("tasks", true);
    }

    @AfterEach
    void close() {
        gateway.close();
        issuer.close();
    }

    private void start() {
        gateway = SHARED.second(Map.of("tollgate.oidc.issuer", issuer.url()));
        agent = OauthAgent.of(gateway, issuer, acme, "agent");
    }

    @Test
    void a_new_key_is_learnt_and_then_holds_without_the_issuer_while_the_old_one_does_not() {
        start();
        var old = agent.token();
        Eventually.within(LEARNT_WITHIN, () -> agent.elsewhere().list(old).expect(200));
        issuer.rotate();

        var token = agent.token();
        Eventually.within(LEARNT_WITHIN, () -> agent.elsewhere().list(token).expect(200));

        issuer.stop();
        agent.list(token).expect(200);
        agent.list(agent.token(it -> it.claim("jti", "another"))).expect(200);
        assertThat(agent.list(old).status()).isNotEqualTo(200);
    }

    @Test
    void without_any_key_agents_are_asked_to_come_again_and_static_tokens_work_on() {
        issuer.stop();
        start();

        var reply = agent.list(agent.token()).expect(503);

        assertThat(reply.code()).isEqualTo("service_unavailable");
        assertThat(reply.header("Retry-After")).isPresent();
        assertThat(reply.header("WWW-Authenticate")).isEmpty();
        agent.list(acme.mcpClient("tasks:read").getString("secret")).expect(200);
        issuer.resume();
        Eventually.within(
                LEARNT_WITHIN, () -> agent.elsewhere().list(agent.token()).expect(200));
    }
}
