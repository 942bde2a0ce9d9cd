package dev.tollgate.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.ConsoleSessions;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.People;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The request id of a page leads to the call that the page is for. */
class PageRequestsTest extends OnWorkspacePages {

    private static final Duration RECORDED = Duration.ofSeconds(60);

    private void leadsTo(String link, String operation) {
        assertThat(browser.get(link).status()).isEqualTo(200);
        Eventually.within(RECORDED, () -> assertThat(browser.get(link).body()).contains("call: " + operation));
    }

    @Test
    void the_id_of_a_list_leads_to_its_read() {
        var page = browser.get(workspace + "/api-keys").expect(200);
        var link = workspace + "/requests/" + page.header("X-Request-Id").orElseThrow();

        assertThat(page.body()).contains("href=\"" + link + '"');
        leadsTo(link, "list_api_keys");
    }

    @Test
    void the_id_of_an_answer_to_a_form_leads_to_its_write() {
        var done = browser.submit(workspace + "/api-keys/new", Map.of("f.name", "sync", "f.scopes", "usage:read"))
                .expect(200);
        var link = workspace + "/requests/" + done.header("X-Request-Id").orElseThrow();

        assertThat(done.body()).contains("href=\"" + link + '"');
        leadsTo(link, "create_api_key");
    }

    @Test
    void the_id_of_a_refusal_is_linked_too() {
        var refused = browser.submit(workspace + "/api-keys/new", Map.of("f.name", "", "f.scopes", "usage:read"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body())
                .contains("href=\"" + workspace + "/requests/"
                        + refused.header("X-Request-Id").orElseThrow() + '"');
    }

    @Test
    void a_call_that_has_just_ended_is_on_its_way() {
        var form = browser.get(workspace + "/api-keys/new").expect(200);

        var request = browser.get(
                workspace + "/requests/" + form.header("X-Request-Id").orElseThrow());

        assertThat(request.status()).isEqualTo(200);
        assertThat(request.body()).contains("On its way");
    }

    @Test
    void an_id_that_leads_to_no_call_says_where_it_is_found() {
        var request = browser.get(workspace + "/requests/req_01k8w2z9q4f0t8x0v3m5n7p9rs");

        assertThat(request.status()).isEqualTo(404);
        assertThat(request.body()).contains("is a line with this id in the log of the gateway");
    }

    @Test
    void who_may_not_see_requests_gets_the_id_without_a_link() {
        var person = People.member(acme, "member");
        var theirs = ConsoleSessions.browser(GATEWAY, person.subject());

        var home = theirs.get("/console").expect(200);

        assertThat(home.body())
                .contains(home.header("X-Request-Id").orElseThrow())
                .doesNotContain("/requests/");
    }
}
