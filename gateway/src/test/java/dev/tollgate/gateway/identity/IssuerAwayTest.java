package dev.tollgate.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.OwnIssuer;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The issuer changes its keys or goes away: what is known holds, what is new is learnt, and nobody has to help. */
class IssuerAwayTest {

    private static final Duration REFETCH_EVERY = Duration.ofMillis(500);
    private static final Duration LEARNT_WITHIN = Duration.ofSeconds(15);
    private static final int STRANGERS = 40;
    private static final GatewayFixture SHARED = GatewayFixture.shared();

    private final OwnIssuer issuer = new OwnIssuer();
    private final String subject = "user_" + UUID.randomUUID();
    private GatewayFixture gateway;
    private final String address = GatewayFixture.newAddress();
    private GatewayFixture.Prepared acme;

    @BeforeEach
    void prepare() {
        acme = SHARED.tenant("team");
        SHARED.operator(
                        "POST",
                        acme.control("/members"),
                        new JsonObject().put("subject", subject).put("role", "readonly"))
                .expect(201);
    }

    @AfterEach
    void close() {
        gateway.close();
        issuer.close();
    }

    private void start() {
        gateway = SHARED.second(Map.of(
                "tollgate.oidc.issuer", issuer.url(), "tollgate.oidc.refetch-every", REFETCH_EVERY.toMillis() + "ms"));
    }

    private String token() {
        return issuer.signed(issuer.claims(subject, gateway.base() + "/control"));
    }

    /** Always from the same address: a key that is not learnt yet does not end in a throttled source. */
    private Reply read(String token) {
        return gateway.call("GET", acme.control(""), token, null, "X-Forwarded-For", address);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_new_key_is_learnt_from_the_first_token_signed_with_it() {
        start();
        Eventually.within(LEARNT_WITHIN, () -> read(token()).expect(200));
        issuer.rotate();

        Eventually.within(LEARNT_WITHIN, () -> read(token()).expect(200));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void tokens_of_unknown_keys_do_not_make_us_ask_more_than_once_in_a_while() {
        start();
        Eventually.within(LEARNT_WITHIN, () -> read(token()).expect(200));
        int before = issuer.asked();
        long startedNanos = System.nanoTime();

        for (int at = 0; at < STRANGERS; at++) {
            var token = issuer.ofUnknownKey(issuer.claims(subject, gateway.base() + "/control"));
            var reply = gateway.call("GET", acme.control(""), token, null, "X-Forwarded-For", "198.51.100." + at);
            assertThat(reply.status()).isIn(401, 503);
        }

        long windows = 1
                + (System.nanoTime() - startedNanos)
                        / REFETCH_EVERY.minusMillis(10).toNanos();
        assertThat((long) issuer.asked() - before).isLessThanOrEqualTo(windows);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void while_the_issuer_is_away_its_last_keys_hold() {
        start();
        Eventually.within(LEARNT_WITHIN, () -> read(token()).expect(200));

        issuer.stop();

        read(token()).expect(200);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_gateway_starts_without_its_issuer_and_lets_people_in_once_it_is_back() {
        issuer.stop();
        start();

        var reply = read(token());

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.code()).isEqualTo("service_unavailable");
        assertThat(reply.header("Retry-After")).isPresent();
        gateway.operator("GET", acme.control(""), null).expect(200);
        issuer.resume();
        Eventually.within(LEARNT_WITHIN, () -> read(token()).expect(200));
    }
}
