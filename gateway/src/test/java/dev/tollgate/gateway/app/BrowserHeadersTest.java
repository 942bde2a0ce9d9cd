package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Security and cache headers for browsers and intermediaries. */
class BrowserHeadersTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final Pattern LOADED = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/docs/errors", "/docs/errors/unauthorized"})
    void a_page_loads_nothing_from_elsewhere_runs_no_inline_script_and_stands_in_no_frame(String path) {
        var page = GATEWAY.call("GET", path, null, null).expect(200);

        assertThat(page.header("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self';", "style-src 'self';", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Frame-Options")).hasValue("DENY");
        assertThat(page.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.header("Referrer-Policy")).hasValue("no-referrer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/docs/errors", "/docs/errors/unauthorized"})
    void a_page_needs_nothing_that_its_policy_forbids(String path) {
        var page = GATEWAY.call("GET", path, null, null).expect(200).body();

        assertThat(page).doesNotContain("<style", " style=", " onload=", " onclick=");
        assertThat(page).doesNotContainPattern("<script(?![^>]* src=)");
        assertThat(LOADED.matcher(page).results().map(match -> match.group(1)))
                .isNotEmpty()
                .allSatisfy(url -> {
                    assertThat(url).startsWith("/docs");
                    assertThat(GATEWAY.call("GET", url, null, null).status()).isEqualTo(200);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi.json", "/docs/assets/docs.js", "/nowhere", "/v1/workspace"})
    void what_anybody_can_be_led_to_is_what_its_content_type_says(String path) {
        assertThat(GATEWAY.call("GET", path, null, null).header("X-Content-Type-Options"))
                .hasValue("nosniff");
    }

    @Test
    void an_answer_that_holds_a_secret_is_stored_by_nobody() {
        var acme = GATEWAY.tenant("business").module("integrations", true);
        var body = new JsonObject().put("name", "a").put("scopes", new JsonArray().add("usage:read"));

        var made = GATEWAY.operator("POST", acme.control("/api-keys"), body, "Idempotency-Key", "once")
                .expect(201);
        var replayed = GATEWAY.operator("POST", acme.control("/api-keys"), body, "Idempotency-Key", "once")
                .expect(201);
        var rotated = GATEWAY.operator(
                        "POST", acme.control("/api-keys/" + made.data().getString("id") + "/rotate"), null)
                .expect(200);
        var read = GATEWAY.operator("GET", acme.control("/api-keys"), null).expect(200);

        assertThat(made.header("Cache-Control")).hasValue("no-store");
        assertThat(replayed.header("Cache-Control")).hasValue("no-store");
        assertThat(rotated.header("Cache-Control")).hasValue("no-store");
        assertThat(read.header("Cache-Control")).isEmpty();
    }
}
