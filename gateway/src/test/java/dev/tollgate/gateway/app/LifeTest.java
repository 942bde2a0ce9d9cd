package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A gateway starts beside another, and goes without a trace. */
class LifeTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final GatewayFixture gateway = GatewayFixture.shared();

    @Test
    void a_second_gateway_serves_the_same_workspaces_until_it_is_stopped() {
        var key = gateway.tenant("business").apiKey().getString("secret");

        var second = gateway.second();
        Eventually.within(
                SOON, () -> second.call("GET", "/v1/workspace", key, null).expect(200));
        second.close();

        assertThatThrownBy(() -> second.call("GET", "/v1/workspace", key, null))
                .isInstanceOf(IllegalStateException.class);
        assertThat(gateway.call("GET", "/v1/workspace", key, null).status()).isEqualTo(200);
    }

    @Test
    void a_taken_port_is_told_in_one_line() {
        var port = Integer.toString(gateway.base().getPort());

        assertThatThrownBy(() -> gateway.second(Map.of("tollgate.gateway.port", port)))
                .hasStackTraceContaining("port " + port + " is taken; tollgate.gateway.port names another");
    }
}
