package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.credential.Token;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Too many calls, of each kind. */
class RateTest {

    private static final String LOOK_UPS = "tollgate_credentials_lookups_total";

    private final GatewayFixture gateway = GatewayFixture.shared();

    @Test
    void the_twenty_first_wrong_credential_of_a_minute_is_throttled_and_so_is_a_right_one() {
        var key = gateway.tenant("business").apiKey().getString("secret");
        for (int time = 0; time < 20; time++) {
            assertThat(from("203.0.113.7", "tgk_junk").status()).isEqualTo(401);
        }

        var wrong = from("203.0.113.7", "tgk_junk");
        var right = from("203.0.113.7", key);

        assertThat(wrong.status()).isEqualTo(429);
        assertThat(wrong.header("Retry-After")).isPresent();
        assertThat(right.status()).isEqualTo(429);
        assertThat(from("203.0.113.8", key).status()).isEqualTo(200);
    }

    @Test
    void calls_over_the_plans_rate_are_told_when_to_come_back_and_cost_nothing() {
        var slow = gateway.tenant("slow").module("tasks", true);
        var key = slow.apiKey("tasks:read").getString("secret");

        var replies = atOnce(12, () -> gateway.call("GET", "/v1/tasks", key, null));

        var limited = replies.stream().filter(reply -> reply.status() == 429).toList();
        assertThat(limited).isNotEmpty();
        assertThat(limited).allSatisfy(reply -> {
            assertThat(reply.code()).isEqualTo("rate_limited");
            assertThat(reply.header("Retry-After")).hasValue("1");
            assertThat(reply.header("RateLimit-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).contains("q=5;w=1"));
        });
    }

    @Test
    void free_calls_meet_the_flood_bucket_only() {
        var slow = gateway.tenant("slow");
        var key = slow.apiKey("usage:read").getString("secret");

        var replies = atOnce(60, () -> gateway.call("GET", "/v1/usage?from=2026-11-01&to=2026-11-02", key, null));

        assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSizeGreaterThanOrEqualTo(20);
        assertThat(replies.stream().filter(reply -> reply.status() == 429)).isNotEmpty();
    }

    @Test
    void junk_is_never_looked_up_and_an_unknown_token_once_in_five_seconds() {
        gateway.tenant("business").apiKey();
        long before = gateway.counted(LOOK_UPS);
        var unknown = Token.mint(Token.Kind.API_KEY, new SecureRandom()).text();
        var junk = unknown.substring(0, unknown.length() - 1) + (unknown.endsWith("a") ? "b" : "a");

        for (int time = 0; time < 8; time++) {
            assertThat(from("203.0.113.9", junk).status()).isEqualTo(401);
            assertThat(from("203.0.113.9", "junk").status()).isEqualTo(401);
        }
        assertThat(from("203.0.113.10", unknown).status()).isEqualTo(401);
        assertThat(from("203.0.113.10", unknown).status()).isEqualTo(401);

        assertThat(gateway.counted(LOOK_UPS)).isEqualTo(before + 1);
    }

    private Reply from(String address, String token) {
        return gateway.call("GET", "/v1/workspace", token, null, "X-Forwarded-For", address);
    }

    private static List<Reply> atOnce(int times, Callable<Reply> call) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var replies = new ArrayList<Reply>();
            for (var reply : threads.invokeAll(Collections.nCopies(times, call))) {
                replies.add(reply.get());
            }
            return replies;
        } catch (InterruptedException | ExecutionException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
