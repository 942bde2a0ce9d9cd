package dev.tollgate.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.TestServers;
import dev.tollgate.gateway.credential.OperatorTokens;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator's token signs in, and a wrong token, a foreign form or a stranger gets nothing. */
class SignInPagesTest extends OnSignInPages {

    @Test
    void an_operator_signs_in_by_token_and_gets_a_cookie_for_this_host_only() {
        var browser = stranger();

        var reply =
                browser.post("/console/sign-in", Map.of("token", GATEWAY.operatorToken(), "to", "/console/tenants"));

        assertThat(reply.status()).isEqualTo(303);
        assertThat(reply.header("Location")).hasValue("/console/tenants");
        assertThat(reply.header("Set-Cookie").orElseThrow())
                .startsWith(SESSION + '=')
                .contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax")
                .doesNotContain("Domain");
        assertThat(browser.get("/console/tenants").status()).isEqualTo(200);
    }

    @Test
    void a_wrong_token_and_the_secret_of_a_program_open_nothing() {
        var key = GATEWAY.tenant("business").apiKey().getString("secret");

        assertThat(stranger()
                        .post("/console/sign-in", Map.of("token", "tga_wrong"))
                        .status())
                .isEqualTo(401);
        assertThat(stranger().post("/console/sign-in", Map.of("token", key)).status())
                .isEqualTo(401);
        assertThat(stranger().post("/console/sign-in", Map.of()).status()).isEqualTo(401);
    }

    @Test
    void wrong_tokens_are_throttled_by_address() {
        var browser = stranger();
        for (int i = 0; i < 20; i++) {
            var _ = browser.post("/console/sign-in", Map.of("token", token()));
        }

        assertThat(browser.post("/console/sign-in", Map.of("token", token())).status())
                .isEqualTo(429);
        assertThat(browser.post("/console/sign-in", Map.of("token", GATEWAY.operatorToken()))
                        .status())
                .isEqualTo(303);
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site,cross-site",
        "Sec-Fetch-Site,same-site",
        "Sec-Fetch-Site,none",
        "Origin,https://evil.example",
        "Origin,null",
        "X-Nothing,given"
    })
    void a_form_of_another_origin_does_nothing(String header, String value) {
        var browser = stranger();

        var reply = browser.post("/console/sign-in", Map.of("token", GATEWAY.operatorToken()), header, value);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(browser.cookie(SESSION)).isEmpty();
    }

    @Test
    void a_browser_that_names_only_its_origin_signs_in() {
        var reply = stranger()
                .post(
                        "/console/sign-in",
                        Map.of("token", GATEWAY.operatorToken()),
                        "Origin",
                        GATEWAY.base().toString());

        assertThat(reply.status()).isEqualTo(303);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/sign-in", "/console/sign-in/link"})
    void a_large_form_of_a_stranger_is_refused(String path) {
        assertThat(stranger().post(path, Map.of("token", "A".repeat(5_000))).status())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/sign-in/provider", "/console/sign-in/callback"})
    void the_way_to_the_identity_provider_and_back_is_read_only(String path) {
        var reply = stranger().post(path, Map.of("code", "a"));

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).hasValue("GET");
    }

    @Test
    void nothing_is_stored_for_strangers() {
        var browser = stranger();
        var before = keys();
        for (int i = 0; i < 100; i++) {
            var _ = browser.get("/console");
            var _ = browser.get("/console/sign-in");
            var _ = browser.get("/console/sign-in/link?code=" + "A".repeat(43));
        }

        assertThat(keys()).isEqualTo(before);
        assertThat(browser.cookie(SESSION)).isEmpty();
    }

    /** The form of an operator's token that nobody has. */
    private static String token() {
        return OperatorTokens.mint("nobody", new SecureRandom()).token().text();
    }

    private static HashSet<String> keys() {
        var vertx = Vertx.vertx();
        try {
            var found = Redis.createClient(vertx, TestServers.shared().redisUrl())
                    .send(Request.cmd(Command.KEYS).arg("tollgate:console:*"))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(5, TimeUnit.MINUTES)
                    .join();
            var keys = new HashSet<String>();
            found.forEach(key -> keys.add(key.toString()));
            return keys;
        } finally {
            vertx.close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(5, TimeUnit.MINUTES)
                    .join();
        }
    }
}
