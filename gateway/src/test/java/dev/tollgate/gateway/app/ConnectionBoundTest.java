package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.TestServers;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.RawConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An address, and a listener, has so many connections and no more, whichever loops take them. */
class ConnectionBoundTest {

    private static final int BOUND = 5;
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration BRIEFLY = Duration.ofMillis(300);
    private static final String GET = "GET /openapi.json HTTP/1.1\nHost: localhost\n\n";

    private static GatewayFixture gateway;
    private final List<RawConnection> open = new ArrayList<>();

    @BeforeAll
    static void start() {
        gateway = GatewayFixture.shared()
                .second(Map.of(
                        "tollgate.trusted-proxies", "127.0.0.50",
                        "tollgate.gateway.connections-exempt", "127.0.0.9",
                        "tollgate.gateway.connections-per-address-max", Integer.toString(BOUND)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void hangUp() {
        open.forEach(RawConnection::close);
    }

    private RawConnection connect(String from) {
        var connection = new RawConnection(gateway.base(), from);
        open.add(connection);
        return connection;
    }

    private void fill(String from) {
        for (int at = 0; at < BOUND; at++) {
            assertThat(connect(from).send(GET).line()).contains(" 200 ");
        }
    }

    @Test
    void one_connection_more_than_an_address_may_have_is_closed_at_once_and_counted() {
        fill("127.0.0.60");
        long before = gateway.counted("tollgate_connections_closed_total{plane=\"app\",reason=\"address\"}");

        assertThat(connect("127.0.0.60").closesWithin(SOON)).isTrue();

        assertThat(gateway.counted("tollgate_connections_closed_total{plane=\"app\",reason=\"address\"}"))
                .isEqualTo(before + 1);
        assertThat(connect("127.0.0.61").send(GET).line()).contains(" 200 ");
    }

    @Test
    void operators_can_connect_while_applications_have_all_connections() {
        int most = 16;
        var control = URI.create("http://localhost:" + TestServers.freePort());
        var settings = Map.of(
                "tollgate.control.port", Integer.toString(control.getPort()),
                "tollgate.control.public-url", control.toString(),
                "tollgate.gateway.connections-max", Integer.toString(most));
        try (var full = GatewayFixture.shared().second(settings)) {
            for (int at = 0; at < most; at++) {
                var connection = new RawConnection(full.base());
                open.add(connection);
                assertThat(connection.send(GET).line()).contains(" 200 ");
            }
            try (var oneMore = new RawConnection(full.base());
                    var operator = new RawConnection(control)) {
                assertThat(oneMore.send(GET).line()).isEmpty();
                assertThat(operator.send("GET /control/openapi.json HTTP/1.1\nHost: localhost\n\n")
                                .line())
                        .contains(" 200 ");
            }
        }
    }

    @Test
    void who_hangs_up_may_come_again() {
        fill("127.0.0.62");

        open.getFirst().close();

        Eventually.within(
                SOON, () -> assertThat(connect("127.0.0.62").send(GET).line()).contains(" 200 "));
    }

    @Test
    void trusted_proxies_and_exempt_addresses_are_not_bound() {
        for (var from : List.of("127.0.0.50", "127.0.0.9")) {
            fill(from);

            var more = connect(from);

            assertThat(more.closesWithin(BRIEFLY)).isFalse();
            assertThat(more.send(GET).line()).contains(" 200 ");
        }
    }
}
