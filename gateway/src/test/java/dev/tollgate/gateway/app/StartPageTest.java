package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Browser;
import dev.tollgate.gateway.fixture.GatewayFixture;
import org.junit.jupiter.api.Test;

/** The root leads people to the console, and is nothing to programs. */
class StartPageTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();

    private final Browser stranger = new Browser(GATEWAY.base());

    @Test
    void people_are_led_to_the_console_which_leads_to_sign_in_and_to_the_reference() {
        var root = stranger.get("/");

        assertThat(root.status()).isEqualTo(302);
        assertThat(root.header("Location")).hasValue("/console");
        assertThat(root.header("Vary").orElseThrow()).containsIgnoringCase("Accept");
        assertThat(stranger.get("/console").header("Location").orElseThrow()).startsWith("/console/sign-in");
        assertThat(stranger.get("/console/sign-in").expect(200).body()).contains("href=\"/docs\"");
    }

    @Test
    void programs_get_404() {
        assertThat(GATEWAY.call("GET", "/", null, null).status()).isEqualTo(404);
        assertThat(GATEWAY.call("GET", "/", null, null, "Accept", "application/json")
                        .code())
                .isEqualTo("route_not_found");
    }
}
