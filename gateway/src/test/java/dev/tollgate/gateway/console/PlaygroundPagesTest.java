package dev.tollgate.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Browser;
import dev.tollgate.gateway.fixture.ConsoleSessions;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.People;
import dev.tollgate.gateway.fixture.Reply;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The playground: what it offers, the request it makes, and what becomes of that request at the gates. */
class PlaygroundPagesTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();

    private GatewayFixture.Prepared acme;
    private Browser browser;
    private String page;

    @BeforeEach
    void prepare() {
        acme = GATEWAY.tenant("business").module("tasks", true);
        browser =
                ConsoleSessions.browser(GATEWAY, People.member(acme, "readonly").subject());
        page = "/console/workspaces/" + acme.workspace() + "/playground";
    }

    private Reply made(Map<String, String> fields) {
        var form = page + "?operation=create_task";
        return browser.post(form, Browser.filled(browser.get(form).expect(200), fields));
    }

    private static String data(Reply page, String name) {
        var matcher = Pattern.compile("data-" + name + "=\"([^\"]*)\"").matcher(page.body());
        assertThat(matcher.find()).as(page.body()).isTrue();
        return matcher.group(1).replace("&#34;", "\"").replace("&#39;", "'").replace("&amp;", "&");
    }

    private static Reply sent(Reply made, String key) {
        return GATEWAY.call(
                data(made, "method"),
                data(made, "path"),
                key,
                data(made, "body"),
                "Idempotency-Key",
                data(made, "idempotency-key"));
    }

    @Test
    void operations_of_modules_that_are_on_are_offered_to_every_role() {
        var shown = browser.get(page).expect(200).body();

        assertThat(shown).contains("<option value=\"create_task\"", "<option value=\"get_workspace\"");
        assertThat(shown).doesNotContain("create_contact");
        assertThat(browser.get("/console/workspaces/" + acme.workspace()).body())
                .contains("href=\"" + page + '"');
    }

    @Test
    void a_form_becomes_a_request_that_passes_every_gate_and_is_charged_once() {
        var made = made(Map.of("f.title", "Call Ada"));
        var key = acme.apiKey("tasks:write").getString("secret");

        var first = sent(made, key).expect(201);
        var second = sent(made, key).expect(201);

        assertThat(first.charge()).isPositive();
        assertThat(second.data().getString("id")).isEqualTo(first.data().getString("id"));
        assertThat(made.body()).contains("tools/call", "curl -i -X POST");
    }

    @Test
    void a_key_without_the_scope_and_no_key_are_refused_as_everywhere() {
        var made = made(Map.of("f.title", "Call Ada"));

        assertThat(sent(made, acme.apiKey("usage:read").getString("secret")).status())
                .isEqualTo(403);
        assertThat(sent(made, null).status()).isEqualTo(401);
    }

    @Test
    void making_a_request_calls_nothing() {
        var key = acme.apiKey("tasks:read").getString("secret");

        made(Map.of("f.title", "Call Ada")).expect(200);

        assertThat(GATEWAY.call("GET", "/v1/tasks", key, null).expect(200).list())
                .isEmpty();
    }

    @Test
    void faults_are_shown_beside_their_fields_and_make_no_request() {
        var made = made(Map.of("f.title", "", "f.due_at", "soon"));

        assertThat(made.body()).contains("class=\"field faulty\"").doesNotContain("data-call");
    }

    @Test
    void no_form_has_a_field_for_the_key() {
        var shown = made(Map.of("f.title", "Call Ada")).body();

        assertThat(shown).contains("<input id=\"credential\" class=\"masked\" type=\"text\" autocomplete=\"off\"");
        assertThat(shown)
                .contains("spellcheck=\"false\"", "data-1p-ignore", "data-lpignore", "data-bwignore")
                .doesNotContain("type=\"password\"");
        assertThat(shown).doesNotContainPattern("<input id=\"credential\"[^>]*name=");
        assertThat(shown.substring(shown.indexOf("id=\"credential\""))).doesNotContain("<form");
    }

    @Test
    void a_link_fills_nothing_in() {
        var shown = browser.get(page + "?operation=create_task&title=evil&f.title=evil")
                .expect(200)
                .body();

        assertThat(shown).contains("name=\"f.title\"").doesNotContain("evil");
    }

    @Test
    void a_form_without_the_token_of_the_session_makes_no_request() {
        var form = page + "?operation=create_task";

        assertThat(browser.post(form, Map.of("f.title", "Call Ada")).status()).isEqualTo(400);
    }

    @Test
    void a_large_form_is_not_worked_on() {
        var form = page + "?operation=create_task";
        var large = Browser.filled(browser.get(form).expect(200), Map.of("f.title", "x".repeat(20_000)));

        assertThat(browser.post(form, large).status()).isEqualTo(413);
    }

    @Test
    void who_sees_no_workspace_sees_no_playground() {
        var other = People.member(GATEWAY.tenant("business"), "owner");

        assertThat(ConsoleSessions.browser(GATEWAY, other.subject()).get(page).status())
                .isEqualTo(404);
    }

    @Test
    void the_owner_of_the_tenant_who_may_not_read_the_workspace_may_not_either() {
        var owner = ConsoleSessions.browser(GATEWAY, People.tenantOwner(acme).subject());

        assertThat(owner.get(page).status()).isEqualTo(403);
    }
}
