package dev.tollgate.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Browser;
import dev.tollgate.gateway.fixture.People;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A sign-in link is an operator's, and good once. */
class SignInLinksTest extends OnSignInPages {

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
}
