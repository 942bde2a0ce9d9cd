package dev.tollgate.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.TestServers;
import dev.tollgate.gateway.console.session.Sessions;
import dev.tollgate.gateway.credential.OperatorTokens;
import dev.tollgate.gateway.fixture.Browser;
import dev.tollgate.gateway.fixture.ConsoleSessions;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.People;
import dev.tollgate.gateway.identity.SessionCaller;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign-in, sessions and what strangers get. */
class SignInPagesTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String SESSION = "__Host-tollgate_session";

    private static Browser stranger() {
        return new Browser(GATEWAY.base()).from(GatewayFixture.newAddress());
    }

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
    void every_sign_in_has_a_new_secret_and_a_given_one_opens_nothing() {
        var browser = Browser.of(GATEWAY, "A".repeat(43));

        assertThat(browser.get("/console").status()).isEqualTo(303);
        browser.post("/console/sign-in", Map.of("token", GATEWAY.operatorToken()))
                .expect(303);

        assertThat(browser.cookie(SESSION)).hasSize(43).isNotEqualTo("A".repeat(43));
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

    /** The form of an operator's token that nobody has. */
    private static String token() {
        return OperatorTokens.mint("nobody", new SecureRandom()).token().text();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "//evil.example",
                "/v1",
                "/console\\@evil",
                "/consolex",
                "/console/sign-in"
            })
    void sign_in_leads_to_pages_of_the_console_only(String place) {
        var reply = stranger()
                .post("/console/sign-in", Map.of("token", GATEWAY.operatorToken(), "to", place))
                .expect(303);

        assertThat(reply.header("Location")).hasValue("/console");
    }

    @Test
    void sign_in_leads_to_a_page_without_the_query_of_its_link() {
        var place = "/console/tenants?done=create_tenant&name=evil";

        var reply = stranger()
                .post("/console/sign-in", Map.of("token", GATEWAY.operatorToken(), "to", place))
                .expect(303);

        assertThat(reply.header("Location")).hasValue("/console/tenants");
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

    @Test
    void a_link_signs_in_once_and_looking_at_it_does_not_spend_it() {
        var url = GATEWAY.operator("POST", "/console/sign-in/links", null)
                .expect(201)
                .data()
                .getString("url");
        var path = URI.create(url).getPath() + '?' + URI.create(url).getQuery();
        var browser = stranger();
        browser.get(path).expect(200);
        browser.get(path).expect(200);

        var first = browser.post("/console/sign-in/link", Browser.filled(browser.get(path), Map.of()));
        var second = stranger().post("/console/sign-in/link", Browser.filled(browser.get(path), Map.of()));

        assertThat(first.status()).isEqualTo(303);
        assertThat(browser.get("/console").status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(401);
    }

    @Test
    void only_a_page_with_a_secret_in_its_url_tells_not_even_ourselves_where_its_links_come_from() {
        var link = stranger().get("/console/sign-in/link?code=" + "A".repeat(43));
        var page = stranger().get("/console/sign-in");

        assertThat(link.header("Referrer-Policy")).hasValue("no-referrer");
        assertThat(page.header("Referrer-Policy")).hasValue("same-origin");
        assertThat(page.header("Strict-Transport-Security")).isEmpty();
    }

    @Test
    void only_an_operator_gets_a_link() {
        var member = People.member(GATEWAY.tenant("business"), "owner");

        assertThat(GATEWAY.call("POST", "/console/sign-in/links", member.token(), null)
                        .status())
                .isEqualTo(401);
        assertThat(GATEWAY.call("POST", "/console/sign-in/links", null, null).status())
                .isEqualTo(401);
    }

    @Test
    void wrong_links_are_throttled_by_address() {
        var browser = stranger();
        for (int i = 0; i < 20; i++) {
            assertThat(browser.post("/console/sign-in/link", Map.of("code", "A".repeat(43)))
                            .status())
                    .isEqualTo(401);
        }

        assertThat(browser.post("/console/sign-in/link", Map.of("code", "A".repeat(43)))
                        .status())
                .isEqualTo(429);
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

    private static HashSet<String> keys() {
        var vertx = Vertx.vertx();
        try {
            var found = Redis.createClient(vertx, TestServers.shared().redisUrl())
                    .send(Request.cmd(Command.KEYS).arg("tollgate:console:*"))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            var keys = new HashSet<String>();
            found.forEach(key -> keys.add(key.toString()));
            return keys;
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void all_sessions_of_a_person_end_at_once() {
        var person = People.member(GATEWAY.tenant("business"), "owner");
        var here = ConsoleSessions.browser(GATEWAY, person.subject());
        var there = ConsoleSessions.browser(GATEWAY, person.subject());
        var other = Browser.ofOperator(GATEWAY);
        assertThat(there.get("/console").status()).isEqualTo(200);

        var ended = here.submit("/console/sessions", Map.of());

        assertThat(ended.status()).isEqualTo(303);
        assertThat(here.copy().get("/console").status()).isEqualTo(303);
        assertThat(there.get("/console").status()).isEqualTo(303);
        assertThat(other.get("/console").status()).isEqualTo(200);
    }

    @Test
    void a_person_has_at_most_so_many_sessions() {
        var subject = "user_" + UUID.randomUUID();
        var first = ConsoleSessions.browser(GATEWAY, subject);
        for (int i = 0; i < Sessions.PER_PERSON_MAX; i++) {
            var _ = ConsoleSessions.browser(GATEWAY, subject);
        }

        var owner = new SessionCaller.Subject(subject, Instant.EPOCH, null);
        var all = ConsoleSessions.shared()
                .list(owner)
                .toCompletionStage()
                .toCompletableFuture()
                .join();

        assertThat(all).hasSize(Sessions.PER_PERSON_MAX);
        assertThat(first.get("/console").status()).isEqualTo(303);
    }

    @Test
    void a_new_sign_in_ends_the_session_that_the_browser_came_with() {
        var browser = Browser.ofOperator(GATEWAY);
        var before = browser.copy();

        browser.post("/console/sign-in", Map.of("token", GATEWAY.operatorToken()))
                .expect(303);

        assertThat(before.get("/console").status()).isEqualTo(303);
        assertThat(browser.get("/console").status()).isEqualTo(200);
    }

    @Test
    void unknown_cookies_are_throttled_by_address_and_open_sessions_are_not() {
        var address = GatewayFixture.newAddress();
        var browser = Browser.ofOperator(GATEWAY).from(address);
        browser.get("/console").expect(200);
        for (int i = 0; i < 20; i++) {
            assertThat(unknown(i).from(address).get("/console").status()).isEqualTo(303);
        }

        assertThat(unknown(20).from(address).get("/console").status()).isEqualTo(429);
        assertThat(browser.get("/console").status()).isEqualTo(200);
        assertThat(browser.post("/console/sign-in", Map.of("token", GATEWAY.operatorToken()))
                        .status())
                .isEqualTo(303);
        assertThat(browser.get("/console").status()).isEqualTo(200);
    }

    /** With a cookie in the form of one. */
    private static Browser unknown(int number) {
        return Browser.of(GATEWAY, "u".repeat(40) + (100 + number));
    }

    @Test
    void signing_out_ends_the_session_itself_and_not_only_its_cookie() {
        var browser = Browser.ofOperator(GATEWAY);
        var stolen = browser.copy();
        var page = browser.get("/console").expect(200);

        browser.post("/console/sign-out", Browser.filled(page, Map.of())).expect(303);

        assertThat(stolen.get("/console").status()).isEqualTo(303);
    }

    @Test
    void a_person_who_loses_their_last_membership_sees_nothing_any_more() {
        var acme = GATEWAY.tenant("business");
        var person = People.member(acme, "admin");
        var browser = ConsoleSessions.browser(GATEWAY, person.subject());
        browser.get("/console/workspaces/" + acme.workspace()).expect(200);

        GATEWAY.operator("DELETE", acme.control("/members/" + person.id()), null)
                .expect(200);

        Eventually.within(
                PATIENCE,
                () -> assertThat(browser.get("/console/workspaces/" + acme.workspace())
                                .status())
                        .isEqualTo(404));
        assertThat(browser.get("/console").body()).contains("nobody has given you access yet");
    }
}
