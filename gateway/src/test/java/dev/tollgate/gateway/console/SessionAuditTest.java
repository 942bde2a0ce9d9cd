package dev.tollgate.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.digest.Sha256;
import dev.tollgate.gateway.fixture.Browser;
import dev.tollgate.gateway.fixture.ConsoleSessions;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.People;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Sign-ins, sign-outs and refused sign-ins in the audit of the installation. */
class SessionAuditTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Refusals of strangers are told once a minute. */
    private static final Duration PATIENCE_FOR_STRANGERS = Duration.ofSeconds(90);

    private static Reply signIn(Browser browser) {
        return browser.post("/console/sign-in", Map.of("token", GATEWAY.visitorToken()))
                .expect(303);
    }

    private static Browser stranger() {
        return new Browser(GATEWAY.base()).from(GatewayFixture.newAddress());
    }

    /** The entries of one request, once there are so many. */
    private static List<JsonObject> entries(Reply reply, int count) {
        var request = reply.header("X-Request-Id").orElseThrow();
        var found = new AtomicReference<List<JsonObject>>(List.of());
        Eventually.within(PATIENCE, () -> {
            found.set(
                    GATEWAY
                            .operator("GET", "/control/v1/audit-events?request_id=" + request, null)
                            .expect(200)
                            .list()
                            .stream()
                            .map(JsonObject.class::cast)
                            .toList());
            assertThat(found.get()).hasSize(count);
        });
        return found.get();
    }

    private static JsonObject entry(Reply reply) {
        return entries(reply, 1).getFirst();
    }

    private static String said(JsonObject entry) {
        return entry.getString("action") + ' ' + entry.getString("operation") + ' ' + entry.getString("outcome");
    }

    @Test
    void a_sign_in_and_a_sign_out_name_the_person_and_are_in_no_workspace() {
        var browser = stranger();

        var in = signIn(browser);
        var out = browser.post("/console/sign-out", Browser.filled(browser.get("/console"), Map.of()))
                .expect(303);

        var entry = entry(in);
        assertThat(said(entry)).isEqualTo("session.open sign_in_by_token ok");
        assertThat(entry.getJsonObject("actor").getString("kind")).isEqualTo("operator");
        assertThat(entry.getJsonObject("actor").getString("id")).isEqualTo("visitor");
        assertThat(entry.getString("workspace_id")).isNull();
        assertThat(entry.getString("tenant_id")).isNull();
        assertThat(said(entry(out))).isEqualTo("session.end sign_out ok");
    }

    @Test
    void a_new_sign_in_of_the_same_browser_ends_the_session_before_it_in_the_audit_too() {
        var browser = stranger();
        var _ = signIn(browser);

        var again = signIn(browser);

        assertThat(entries(again, 2))
                .extracting(SessionAuditTest::said)
                .containsExactlyInAnyOrder("session.end replace_session ok", "session.open sign_in_by_token ok");
    }

    @Test
    void a_refused_sign_in_is_an_entry_without_what_was_presented() {
        var refused = stranger()
                .post("/console/sign-in", Map.of("token", "tga_not-a-token-of-anybody"))
                .expect(401);

        Eventually.within(
                PATIENCE_FOR_STRANGERS,
                () -> assertThat(GATEWAY
                                .operator(
                                        "GET",
                                        "/control/v1/audit-events?action=session.open&outcome=unauthorized&limit=100",
                                        null)
                                .expect(200)
                                .list()
                                .stream()
                                .map(JsonObject.class::cast)
                                .filter(entry -> entry.getString("operation").equals("sign_in_by_token"))
                                .map(entry -> entry.getJsonObject("actor").getString("name")))
                        .contains("unknown caller"));
        assertThat(GATEWAY.operator("GET", "/control/v1/audit-events?action=session.open&limit=100", null)
                        .body())
                .doesNotContain("not-a-token-of-anybody");
        assertThat(refused.body()).doesNotContain("not-a-token-of-anybody");
    }

    @Test
    void a_link_is_an_entry_when_it_is_made_and_when_it_signs_in() {
        var made = GATEWAY.call("POST", "/console/sign-in/links", GATEWAY.visitorToken(), null)
                .expect(201);
        var url = URI.create(made.data().getString("url"));
        var browser = stranger();
        var page = browser.get(url.getPath() + '?' + url.getQuery());

        var spent = browser.post("/console/sign-in/link", Browser.filled(page, Map.of()));

        assertThat(said(entry(made))).isEqualTo("sign_in_link.create create_sign_in_link ok");
        assertThat(said(entry(spent))).isEqualTo("session.open sign_in_by_link ok");
    }

    @Test
    void one_session_is_ended_from_another_and_the_rest_stay() {
        var person = People.member(GATEWAY.tenant("business"), "owner");
        var here = ConsoleSessions.browser(GATEWAY, person.subject());
        var there = ConsoleSessions.browser(GATEWAY, person.subject());
        var third = ConsoleSessions.browser(GATEWAY, person.subject());
        var hash = Sha256.hex(there.cookie("__Host-tollgate_session"));

        var ended = here.submit("/console/sessions", Map.of("session", hash)).expect(303);

        assertThat(there.get("/console").status()).isEqualTo(303);
        assertThat(third.get("/console").status()).isEqualTo(200);
        assertThat(here.get("/console").status()).isEqualTo(200);
        var entry = entry(ended);
        assertThat(said(entry)).isEqualTo("session.end end_session ok");
        assertThat(entry.getJsonObject("actor").getString("id")).isEqualTo(person.subject());
    }

    @Test
    void the_session_of_another_person_is_not_ended() {
        var acme = GATEWAY.tenant("business");
        var here = ConsoleSessions.browser(GATEWAY, People.member(acme, "owner").subject());
        var other =
                ConsoleSessions.browser(GATEWAY, People.member(acme, "admin").subject());
        var hash = Sha256.hex(other.cookie("__Host-tollgate_session"));

        here.submit("/console/sessions", Map.of("session", hash)).expect(303);

        assertThat(other.get("/console").status()).isEqualTo(200);
    }

    @Test
    void only_operators_read_the_audit_of_the_installation() {
        var owner = People.tenantOwner(GATEWAY.tenant("business"));

        assertThat(GATEWAY.call("GET", "/control/v1/audit-events", owner.token(), null)
                        .status())
                .isEqualTo(403);
        assertThat(GATEWAY.call("GET", "/control/v1/audit-chain", owner.token(), null)
                        .status())
                .isEqualTo(403);
    }
}
