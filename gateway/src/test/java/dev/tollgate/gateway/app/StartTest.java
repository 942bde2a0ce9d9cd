package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import org.junit.jupiter.api.Test;

class StartTest {

    private final GatewayFixture gateway = GatewayFixture.shared();

    @Test
    void an_unknown_path_outside_the_planes_is_not_found_without_a_credential() {
        var reply = gateway.call("GET", "/nowhere", null, null);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.code()).isEqualTo("route_not_found");
    }

    @Test
    void inside_the_planes_the_credential_comes_first() {
        assertThat(gateway.call("GET", "/v1/nowhere", null, null).status()).isEqualTo(401);
        assertThat(gateway.call("GET", "/control/v1/nowhere", null, null).status())
                .isEqualTo(401);
    }

    @Test
    void documents_are_for_everybody() {
        assertThat(gateway.call("GET", "/openapi.json", null, null).status()).isEqualTo(200);
    }

    @Test
    void it_says_when_it_is_ready() {
        assertThat(gateway.management("/health/ready").status()).isEqualTo(200);
    }
}
