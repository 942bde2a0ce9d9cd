package dev.tollgate.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Browser;
import dev.tollgate.gateway.fixture.ConsoleSessions;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.People;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forms of operations: what they send, and what becomes of bad input, double clicks and stale forms. */
class FormPagesTest extends OnWorkspacePages {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern SECRET = Pattern.compile("tgk_[A-Za-z0-9_-]+");

    private String keys;

    @BeforeEach
    void prepare() {
        keys = workspace + "/api-keys";
    }

    private static String secret(String page) {
        var matcher = SECRET.matcher(page);
        assertThat(matcher.find()).as(page).isTrue();
        return matcher.group();
    }

    @Test
    void a_form_sent_twice_takes_effect_once_and_shows_the_secret_twice() {
        var form = Browser.filled(
                browser.get(keys + "/new").expect(200), Map.of("f.name", "sync", "f.scopes", "usage:read"));

        var first = browser.post(keys + "/new", form).expect(200);
        var second = browser.post(keys + "/new", form).expect(200);

        assertThat(secret(second.body())).isEqualTo(secret(first.body()));
        assertThat(first.header("Cache-Control")).hasValue("no-store");
        assertThat(GATEWAY.operator("GET", acme.control("/api-keys"), null).list())
                .hasSize(1);
        assertThat(browser.get(keys).body()).contains("sync").doesNotContain(secret(first.body()));
    }

    @Test
    void all_faults_are_shown_at_once_beside_their_fields() {
        var reply = browser.submit(
                keys + "/new",
                Map.of("f.name", "", "f.scopes", "usage:read", "f.rate_limit", "fast", "f.budget.micros", "1"));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.body()).contains("validation_failed");
        assertThat(faults(reply.body())).isGreaterThanOrEqualTo(2);
        assertThat(reply.body()).contains("value=\"fast\"");
    }

    private static long faults(String page) {
        return Pattern.compile("class=\"field faulty\"").matcher(page).results().count();
    }

    @Test
    void a_form_without_the_token_of_the_session_does_nothing() {
        var form = new HashMap<>(Browser.filled(
                browser.get(keys + "/new").expect(200), Map.of("f.name", "sync", "f.scopes", "usage:read")));
        form.remove("csrf");

        assertThat(browser.post(keys + "/new", form).status()).isEqualTo(400);
        form.put(
                "csrf",
                Browser.filled(Browser.ofOperator(GATEWAY).get("/console"), Map.of())
                        .get("csrf"));
        assertThat(browser.post(keys + "/new", form).status()).isEqualTo(400);
        assertThat(GATEWAY.operator("GET", acme.control("/api-keys"), null).list())
                .isEmpty();
    }

    @Test
    void a_form_of_another_site_does_nothing_even_with_the_token() {
        var form = Browser.filled(
                browser.get(keys + "/new").expect(200), Map.of("f.name", "sync", "f.scopes", "usage:read"));

        var reply = browser.post(keys + "/new", form, "Sec-Fetch-Site", "cross-site");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(GATEWAY.operator("GET", acme.control("/api-keys"), null).list())
                .isEmpty();
    }

    @Test
    void an_edit_sends_the_changed_fields_only_and_leads_back_to_the_record() {
        var id = acme.apiKey("usage:read").getString("id");

        var reply = browser.submit(keys + '/' + id + "/edit", Map.of("f.name", "renamed", "f.scopes", "usage:read"));

        assertThat(reply.status()).isEqualTo(303);
        assertThat(reply.header("Location").orElseThrow()).startsWith(keys + '/' + id + "?done=update_api_key");
        assertThat(browser.get(keys + '/' + id).body()).contains("renamed");
    }

    @Test
    void a_stale_edit_shows_what_was_saved_meanwhile_and_changes_nothing() {
        var id = acme.apiKey("usage:read").getString("id");
        var edit = keys + '/' + id + "/edit";
        var stale = Browser.filled(browser.get(edit).expect(200), Map.of("f.name", "mine", "f.scopes", "usage:read"));
        GATEWAY.operator("PATCH", acme.control("/api-keys/" + id), new JsonObject().put("name", "theirs"))
                .expect(200);

        var conflict = browser.post(edit, stale);
        var resolved = browser.post(edit, Browser.filled(conflict, Map.of("f.name", "mine", "f.scopes", "usage:read")));

        assertThat(conflict.status()).isEqualTo(412);
        assertThat(conflict.body()).contains("value=\"mine\"", "Another person saved", "theirs");
        assertThat(resolved.status()).isEqualTo(303);
        assertThat(GATEWAY.operator("GET", acme.control("/api-keys/" + id), null)
                        .data()
                        .getString("name"))
                .isEqualTo("mine");
    }

    @Test
    void suspending_a_workspace_needs_its_name() {
        var suspend = workspace + "/suspend";

        var without = browser.submit(suspend, Map.of());
        var with = browser.submit(suspend, Map.of("confirm", "Acme production"));

        assertThat(without.status()).isEqualTo(422);
        assertThat(with.status()).isEqualTo(303);
        assertThat(GATEWAY.operator("GET", acme.control(""), null).data().getString("status"))
                .isEqualTo("suspended");
    }

    @Test
    void a_workspace_whose_name_cannot_be_looked_up_is_not_suspended_by_another_word() {
        var suspend = workspace + "/suspend";
        var form = Browser.filled(browser.get(suspend).expect(200), Map.of("confirm", "Workspace"));
        var search = "EXECUTE ON FUNCTION control.visible_workspaces";
        GATEWAY.sql().execute("REVOKE " + search + " FROM tollgate_app");
        try {
            var overview = browser.get(workspace);
            var shown = browser.get(suspend);
            var sent = browser.post(suspend, form);

            assertThat(overview.status()).isEqualTo(200);
            assertThat(shown.status()).isEqualTo(503);
            assertThat(sent.status()).isEqualTo(503);
        } finally {
            GATEWAY.sql().execute("GRANT " + search + " TO tollgate_app");
        }
        assertThat(GATEWAY.operator("GET", acme.control(""), null).data().getString("status"))
                .isEqualTo("active");
    }

    @Test
    void what_a_role_may_not_do_is_neither_offered_nor_done() {
        var reader = People.member(acme, "readonly");
        var theirs = ConsoleSessions.browser(GATEWAY, reader.subject());
        var overview = theirs.get(workspace).expect(200);
        var form =
                Browser.filled(overview, Map.of("f.name", "sync", "f.scopes", "usage:read", "key", "console-forced"));

        var forced = theirs.post(keys + "/new", form);

        assertThat(overview.body()).doesNotContain("/api-keys", "/suspend");
        assertThat(theirs.get(keys + "/new").status()).isEqualTo(403);
        assertThat(forced.status()).isEqualTo(403);
        assertThat(GATEWAY.operator("GET", acme.control("/api-keys"), null).list())
                .isEmpty();
    }

    @Test
    void a_role_that_is_taken_away_counts_for_the_next_form() {
        var admin = People.member(acme, "admin");
        var theirs = ConsoleSessions.browser(GATEWAY, admin.subject());
        var form = Browser.filled(
                theirs.get(keys + "/new").expect(200), Map.of("f.name", "sync", "f.scopes", "usage:read"));
        GATEWAY.operator("PATCH", acme.control("/members/" + admin.id()), new JsonObject().put("role", "readonly"))
                .expect(200);

        Eventually.within(
                PATIENCE, () -> assertThat(theirs.get(keys + "/new").status()).isEqualTo(403));
        assertThat(theirs.post(keys + "/new", form).status()).isEqualTo(403);
    }

    @Test
    void a_form_sent_after_the_session_ended_does_nothing() {
        var form = Browser.filled(
                browser.get(keys + "/new").expect(200), Map.of("f.name", "sync", "f.scopes", "usage:read"));
        var after = browser.copy();
        browser.post("/console/sign-out", Browser.filled(browser.get("/console"), Map.of()))
                .expect(303);

        var reply = after.post(keys + "/new", form);

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.body()).contains("name=\"to\" value=\"" + keys + "/new\"");
        assertThat(GATEWAY.operator("GET", acme.control("/api-keys"), null).list())
                .isEmpty();
    }

    @Test
    void what_a_link_fills_in_is_marked_and_counted() {
        var plain = browser.get(keys + "/new").expect(200).body();
        var linked = browser.get(keys + "/new?name=sync&scopes=audit%3Aread&w.name=sync&t.name=1&key=chosen&version=7")
                .expect(200)
                .body();

        assertThat(plain).doesNotContain("class=\"linked\"");
        assertThat(linked).contains("filled in 2 of these fields", "value=\"sync\"");
        assertThat(linked.split("Filled in by the link:", -1)).hasSize(3);
        assertThat(linked)
                .contains("<input type=\"hidden\" name=\"w.name\" value=\"\">")
                .doesNotContain("value=\"chosen\"", "value=\"7\"", "name=\"t.name\"");
    }

    @Test
    void what_a_link_fills_in_stays_marked_until_it_is_changed() {
        var linked = browser.get(keys + "/new?name=sync&scopes=audit%3Aread").expect(200);
        var faulty = Map.of("f.name", "sync", "f.scopes", "usage:read", "f.rate_limit", "fast");

        var refused = browser.post(keys + "/new", Browser.filled(linked, faulty));
        var again = browser.post(keys + "/new", Browser.filled(refused, faulty));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("filled in 1 of these fields", "name=\"l.name\" value=\"sync\"");
        assertThat(again.body()).contains("filled in 1 of these fields").doesNotContain("name=\"l.scopes\"");
    }

    @Test
    void a_form_of_a_record_takes_nothing_from_its_link() {
        var id = acme.apiKey("usage:read").getString("id");

        var edit = browser.get(keys + '/' + id + "/edit?name=evil").expect(200).body();

        assertThat(edit).doesNotContain("evil", "class=\"linked\"");
    }

    @Test
    void a_link_of_another_site_cannot_say_that_something_was_done() {
        var page = keys + "?done=revoke_api_key";

        assertThat(browser.get(page, "Sec-Fetch-Site", "same-origin").body()).contains("Done: ");
        assertThat(browser.get(page, "Sec-Fetch-Site", "cross-site").body()).doesNotContain("Done: ");
        assertThat(browser.get(page, "Sec-Fetch-Site", "none").body()).doesNotContain("Done: ");
        assertThat(browser.get(page).body()).doesNotContain("Done: ");
    }
}
