package dev.tollgate.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.console.session.Sessions;
import dev.tollgate.gateway.fixture.Browser;
import dev.tollgate.gateway.fixture.ConsoleSessions;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.People;
import dev.tollgate.gateway.identity.SessionCaller;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A session has a secret of its own, and ends when it should. */
class BrowserSessionsTest extends OnSignInPages {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void every_sign_in_has_a_new_secret_and_a_given_one_opens_nothing() {
        var browser = Browser.of(GATEWAY, "A".repeat(43));

        assertThat(browser.get("/console").status()).isEqualTo(303);
        browser.post("/console/sign-in", Map.of("token", GATEWAY.operatorToken()))
                .expect(303);

        assertThat(browser.cookie(SESSION)).hasSize(43).isNotEqualTo("A".repeat(43));
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
                .orTimeout(5, TimeUnit.MINUTES)
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

    /** With a cookie in the form of one. */
    private static Browser unknown(int number) {
        return Browser.of(GATEWAY, "u".repeat(40) + (100 + number));
    }
}
