package dev.tollgate.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.OauthAgent;
import dev.tollgate.gateway.fixture.OwnIssuer;
import dev.tollgate.gateway.fixture.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Agents while the issuer changes its keys or is away. */
class AgentIssuerAwayTest {

    private static final Duration LEARNT_WITHIN = Duration.ofSeconds(15);
    private static final int FAILURES = 25;
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
        gateway = SHARED.second(Map.of("tollgate.oidc.issuer", issuer.url(), "tollgate.oidc.refetch-every", "500ms"));
        agent = OauthAgent.of(gateway, issuer, acme, "agent");
    }

    /** The issuer has just been asked for a key that it does not have, and is not asked again for a while. */
    private void askForUnknownKey() {
        int before = issuer.asked();
        Eventually.within(LEARNT_WITHIN, () -> {
            var _ = agent.elsewhere().list(issuer.ofUnknownKey(agent.claims()));
            assertThat(issuer.asked()).isGreaterThan(before);
        });
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_new_key_is_learnt_and_then_holds_without_the_issuer_while_the_old_one_does_not() {
        start();
        var old = agent.token();
        Eventually.within(LEARNT_WITHIN, () -> agent.list(old).expect(200));
        issuer.rotate();

        var token = agent.token();
        Eventually.within(LEARNT_WITHIN, () -> agent.list(token).expect(200));

        issuer.stop();
        agent.list(token).expect(200);
        agent.list(agent.token(it -> it.claim("jti", "another"))).expect(200);
        assertThat(agent.list(old).status()).isNotEqualTo(200);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_key_from_after_the_last_fetch_is_503_until_it_can_be_asked_for_and_throttles_nobody() {
        start();
        Eventually.within(LEARNT_WITHIN, () -> agent.list(agent.token()).expect(200));
        var reply = new AtomicReference<Reply>();
        // Again if the machine took so long that the issuer could be asked once more.
        Eventually.within(LEARNT_WITHIN, () -> {
            askForUnknownKey();
            issuer.rotate();
            reply.set(agent.list(agent.token()).expect(503));
        });
        var token = agent.token();

        assertThat(reply.get().header("Retry-After")).isPresent();
        assertThat(reply.get().header("WWW-Authenticate")).isEmpty();
        for (int at = 0; at < FAILURES; at++) {
            assertThat(agent.list(token).status()).isIn(200, 503);
        }
        Eventually.within(LEARNT_WITHIN, () -> agent.list(token).expect(200));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_key_the_issuer_was_asked_for_in_vain_is_401_and_counts() {
        start();
        Eventually.within(LEARNT_WITHIN, () -> agent.list(agent.token()).expect(200));
        var token = issuer.ofUnknownKey(agent.claims());
        Eventually.within(LEARNT_WITHIN, () -> agent.list(token).expect(401));

        for (int at = 0; at < FAILURES; at++) {
            assertThat(agent.list(token).status()).isIn(401, 429);
        }

        agent.list(token).expect(429);
        agent.list(agent.token()).expect(200);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void without_any_key_agents_are_asked_to_come_again_and_static_tokens_work_on() {
        issuer.stop();
        start();

        var reply = agent.list(agent.token()).expect(503);

        assertThat(reply.code()).isEqualTo("service_unavailable");
        assertThat(reply.header("Retry-After")).isPresent();
        assertThat(reply.header("WWW-Authenticate")).isEmpty();
        agent.list(acme.mcpClient("tasks:read").getString("secret")).expect(200);
        issuer.resume();
        Eventually.within(LEARNT_WITHIN, () -> agent.list(agent.token()).expect(200));
    }
}
