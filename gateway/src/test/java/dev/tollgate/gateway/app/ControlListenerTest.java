package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Browser;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.RawCall;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The control plane on a listener of its own is nowhere else, and nothing else is there. */
class ControlListenerTest {

    private static final GatewayFixture SHARED = GatewayFixture.shared();
    private static GatewayFixture gateway;
    private static URI control;

    @BeforeAll
    static void start() throws IOException {
        try (var free = new ServerSocket(0)) {
            control = URI.create("http://localhost:" + free.getLocalPort());
        }
        gateway = SHARED.second(Map.of(
                "tollgate.control.port", Integer.toString(control.getPort()),
                "tollgate.control.public-url", control.toString()));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Reply here(String method, String path, String token, Object body) {
        return gateway.call(method, control + path, token, body);
    }

    @Test
    void the_control_plane_answers_on_its_own_port_with_urls_of_its_own() {
        var made = here(
                "POST",
                "/control/v1/tenants",
                SHARED.operatorToken(),
                new JsonObject().put("name", "Acme").put("kind", "team").put("plan", "business"));

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location").orElseThrow()).startsWith(control + "/control/v1/tenants/tnt_");
        assertThat(here("GET", "/control/openapi.json", null, null)
                        .json()
                        .getJsonArray("servers")
                        .encode())
                .contains(control.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/control/v1/tenants", "/control/v1/plans", "/control/openapi.json"})
    void it_is_not_on_the_port_of_callers(String path) {
        var reply = gateway.operator("GET", path, null);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.code()).isEqualTo("route_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/workspace", "/mcp", "/openapi.json", "/.well-known/oauth-protected-resource"})
    void nothing_of_callers_is_on_its_port(String path) {
        var key = SHARED.tenant("business").apiKey().getString("secret");

        assertThat(gateway.call("GET", path, key, null).status()).isNotEqualTo(404);
        assertThat(here("GET", path, key, null).code()).isEqualTo("route_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/docs/errors/unauthorized", "/docs/assets/docs.js"})
    void the_reference_is_on_both(String path) {
        assertThat(gateway.call("GET", path, null, null).status()).isEqualTo(200);
        assertThat(here("GET", path, null, null).status()).isEqualTo(200);
    }

    @Test
    void its_heads_are_looked_at_alike() {
        assertThat(RawCall.statusLine(control, "GET /control/v1/plans HTTP/1.1\nHost: a\nX-A: b\n c\n\n"))
                .contains(" 400 ");
    }

    @Test
    void people_are_led_to_the_reference_at_the_port_of_callers_and_to_the_console_at_its_own() {
        assertThat(new Browser(gateway.base()).get("/").header("Location")).hasValue("/docs");
        assertThat(new Browser(control).get("/").header("Location")).hasValue("/console");
    }

    @Test
    void the_playground_makes_requests_for_the_port_of_callers_and_sends_none() {
        var browser = new Browser(control);
        browser.post("/console/sign-in", Map.of("token", SHARED.operatorToken()))
                .expect(303);
        var form =
                "/console/workspaces/" + SHARED.tenant("business").workspace() + "/playground?operation=get_workspace";

        var made = browser.post(form, Browser.filled(browser.get(form).expect(200), Map.of()));

        assertThat(made.body())
                .contains("curl -i -X GET", gateway.base() + "/v1/workspace", "cannot send the call")
                .doesNotContain("id=\"credential\"");
    }
}
