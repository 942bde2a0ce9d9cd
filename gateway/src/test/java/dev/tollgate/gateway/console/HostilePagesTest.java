package dev.tollgate.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.fixture.Browser;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.records.ModuleProvider;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names that are code are shown as text on every page, and no page holds anything its policy forbids. */
class HostilePagesTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final List<String> NAMES = List.of(
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "javascript:alert(1)//\u202Egnp.exe",
            "=cmd|' /C calc'!A0",
            "{{7*7}}${7*7}@if(true)");

    private static Browser browser;
    private static GatewayFixture.Prepared acme;

    @BeforeAll
    static void prepare() {
        browser = Browser.ofOperator(GATEWAY);
        var tenant = GATEWAY.patiently(
                        "POST",
                        "/control/v1/tenants",
                        new JsonObject()
                                .put("name", NAMES.getFirst())
                                .put("kind", "team")
                                .put("plan", "business"))
                .expect(201)
                .data()
                .getString("id");
        acme = GATEWAY.workspace(tenant);
        GATEWAY.operator("PATCH", acme.control(""), new JsonObject().put("name", NAMES.get(1)))
                .expect(200);
        for (var name : NAMES) {
            var body = new JsonObject().put("name", name).put("scopes", new JsonArray().add("usage:read"));
            GATEWAY.patiently("POST", acme.control("/api-keys"), body).expect(201);
        }
    }

    /** Every page without a parameter besides its target. */
    static Stream<String> pages() {
        return Catalogue.of(ModuleProvider.all()).faces(Plane.CONTROL).stream()
                .filter(face -> face.face().route().method().equals("GET"))
                .map(face -> face.face().route().path())
                .filter(path -> !path.replace("{workspace_id}", "")
                        .replace("{tenant_id}", "")
                        .contains("{"))
                .map(path -> "/console" + path.substring("/control/v1".length()));
    }

    private static String filled(String page) {
        return page.replace("{workspace_id}", acme.workspace()).replace("{tenant_id}", acme.tenant());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_page_shows_code_as_text_and_needs_nothing_that_its_policy_forbids(String page) {
        var reply = browser.get(filled(page));

        assertThat(reply.status()).as(reply.body()).isIn(200, 404);
        assertThat(reply.header("Content-Security-Policy"))
                .hasValue("default-src 'none'; frame-ancestors 'none'; base-uri 'none'; script-src 'self'; "
                        + "style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
                        + "require-trusted-types-for 'script'; trusted-types default");
        assertThat(reply.header("Cache-Control")).hasValue("no-store");
        assertThat(reply.header("X-Frame-Options")).hasValue("DENY");
        assertThat(reply.body())
                .doesNotContain("<script>", "<img", "<style", " style=", "onerror=alert(1)>")
                .doesNotContainPattern("\\son[a-z]+=\"")
                .doesNotContainPattern("href=\"(?!/|https://|#)");
        assertThat(Pattern.compile("<script src=\"/console/assets/[0-9a-f]{16}/[a-z]+\\.js\" defer></script>")
                        .matcher(reply.body())
                        .results()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void hostile_names_are_shown_whole() {
        var page = browser.get("/console/workspaces/" + acme.workspace() + "/api-keys")
                .expect(200)
                .body();

        assertThat(page).contains("&lt;script&gt;alert(1)&lt;/script&gt;", "=cmd|", "{{7*7}}${7*7}@if(true)");
    }

    @Test
    void files_are_small_and_never_change() {
        var page = browser.get("/console").expect(200).body();
        var urls = Pattern.compile("(?:src|href)=\"(/console/assets/[^\"]+)\"")
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .toList();

        long bytes = page.length();
        for (var url : urls) {
            var file = GATEWAY.call("GET", url, null, null).expect(200);
            assertThat(file.header("Cache-Control")).hasValue("public, max-age=31536000, immutable");
            bytes += file.body().length();
        }

        assertThat(urls).hasSize(4);
        assertThat(bytes).isLessThan(180 << 10);
    }
}
