package dev.tollgate.gateway.payments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.RawConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bodies of messages whose sender nobody knows before they are read. */
class SignedBodiesTest {

    private static final Duration SOON = Duration.ofSeconds(8);
    private static final int IN_FLIGHT_MAX = 32;
    private static final int CHUNK = 10 << 10;

    private static GatewayFixture gateway;

    @BeforeAll
    static void open() {
        gateway = GatewayFixture.shared().second(Map.of("tollgate.process.loops", "1"));
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void a_chunked_body_is_refused_as_soon_as_it_is_too_large() {
        try (var client = client("Transfer-Encoding: chunked")) {
            var chunk = Integer.toHexString(CHUNK) + '\n' + "x".repeat(CHUNK) + '\n';

            client.send(chunk.repeat(30));

            assertThat(client.line()).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void a_body_beyond_those_that_wait_takes_the_place_of_the_one_that_waits_longest() {
        var waiting = waiting();
        try (var more = announcing()) {
            assertThat(more.line()).isEqualTo("HTTP/1.1 100 Continue");

            var lost = waiting.getFirst().rest(SOON).lines().toList();

            assertThat(lost).anyMatch(line -> line.startsWith("HTTP/1.1 503"));
            assertThat(lost).anyMatch(line -> line.equalsIgnoreCase("retry-after: 1"));
        } finally {
            waiting.forEach(RawConnection::close);
        }
    }

    @Test
    void a_message_is_answered_while_strangers_who_send_slowly_have_all_places() {
        var waiting = waiting();
        try (var whole = client("Content-Length: 2").send("{}")) {
            assertThat(whole.line()).startsWith("HTTP/1.1 401");
        } finally {
            waiting.forEach(RawConnection::close);
        }
    }

    @Test
    void a_message_without_a_body_takes_no_place_of_one_that_is_sent() {
        var waiting = waiting();
        try (var empty = client("Content-Length: 0")) {
            assertThat(empty.line()).startsWith("HTTP/1.1 401");

            var first = waiting.getFirst().send("x".repeat(200_000));

            assertThat(first.line()).isEmpty();
            assertThat(first.line()).startsWith("HTTP/1.1 401");
        } finally {
            waiting.forEach(RawConnection::close);
        }
    }

    /** As many as have a place, none of which sends its body. */
    private static List<RawConnection> waiting() {
        var waiting = new ArrayList<RawConnection>();
        for (int at = 0; at < IN_FLIGHT_MAX; at++) {
            var client = announcing();
            waiting.add(client);
            assertThat(client.line()).isEqualTo("HTTP/1.1 100 Continue");
        }
        return waiting;
    }

    @Test
    void without_stripe_a_body_is_not_read() {
        try (var without = GatewayFixture.shared().second(Map.of("tollgate.payments.stripe.secret-key", ""));
                var client = client(without, "Transfer-Encoding: chunked")) {
            assertThat(client.line()).startsWith("HTTP/1.1 404");
        }
    }

    private static RawConnection announcing() {
        return client("Expect: 100-continue\nContent-Length: 200000");
    }

    private static RawConnection client(String headers) {
        return client(gateway, headers);
    }

    private static RawConnection client(GatewayFixture gateway, String headers) {
        return new RawConnection(gateway.base())
                .send("POST " + Shop.WEBHOOK + " HTTP/1.1\nHost: localhost\nContent-Type: application/json\n"
                        + "X-Forwarded-For: " + GatewayFixture.newAddress() + '\n' + headers + "\n\n");
    }
}
