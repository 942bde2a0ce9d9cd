package dev.tollgate.gateway.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

class FormOriginTest {

    private static final FormOrigin ORIGIN = new FormOrigin("https://tollgate.example/below");

    private static boolean ours(String... headers) {
        var given = MultiMap.caseInsensitiveMultiMap();
        for (int at = 0; at < headers.length; at += 2) {
            given.add(headers[at], headers[at + 1]);
        }
        return ORIGIN.isOurs(given);
    }

    @Test
    void a_form_of_this_very_origin_is_ours() {
        assertThat(ours("Sec-Fetch-Site", "same-origin")).isTrue();
        assertThat(ours("Origin", "https://tollgate.example")).isTrue();
    }

    @Test
    void an_origin_has_no_capitals_and_no_default_port() {
        var headers = MultiMap.caseInsensitiveMultiMap().add("Origin", "https://tollgate.example");
        var local = MultiMap.caseInsensitiveMultiMap().add("Origin", "http://localhost:8080");

        assertThat(new FormOrigin("HTTPS://Tollgate.Example:443/below").isOurs(headers))
                .isTrue();
        assertThat(new FormOrigin("https://tollgate.example:8443").isOurs(headers))
                .isFalse();
        assertThat(new FormOrigin("http://localhost:8080").isOurs(local)).isTrue();
    }

    @Test
    void only_a_browser_that_names_our_origin_comes_from_a_page_of_ours() {
        var none = MultiMap.caseInsensitiveMultiMap();
        var same = MultiMap.caseInsensitiveMultiMap().add("Sec-Fetch-Site", "same-origin");
        var cross = MultiMap.caseInsensitiveMultiMap().add("Sec-Fetch-Site", "cross-site");

        assertThat(FormOrigin.isElsewhere(none)).isTrue();
        assertThat(FormOrigin.isElsewhere(cross)).isTrue();
        assertThat(FormOrigin.isElsewhere(same)).isFalse();
    }

    @Test
    void every_other_form_is_not() {
        assertThat(ours()).isFalse();
        assertThat(ours("Origin", "null")).isFalse();
        assertThat(ours("Origin", "https://tollgate.example.evil")).isFalse();
        assertThat(ours("Origin", "http://tollgate.example")).isFalse();
        assertThat(ours("Sec-Fetch-Site", "same-site")).isFalse();
        assertThat(ours("Sec-Fetch-Site", "cross-site", "Origin", "https://tollgate.example"))
                .isFalse();
        assertThat(ours("Origin", "https://tollgate.example", "Origin", "https://evil.example"))
                .isFalse();
    }
}
