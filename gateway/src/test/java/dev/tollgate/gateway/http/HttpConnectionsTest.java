package dev.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.RawConnection;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deadlines of connections, in every state. */
class HttpConnectionsTest {

    /** Sooner than the clock of the machine reaches a deadline. */
    private static final Duration SOON = HttpConnections.HEAD_MAX.minusSeconds(2);

    private static final Duration ALMOST = HttpConnections.HEAD_MAX.minusSeconds(5);
    private static final String GET = "GET / HTTP/1.1\nHost: a\n\n";
    private static final int LARGE = 32 << 20;

    private final ConcurrentLinkedQueue<HttpServerRequest> unanswered = new ConcurrentLinkedQueue<>();
    private final AtomicInteger large = new AtomicInteger();
    private final WatchedServer server = new WatchedServer(this::answer);

    private void answer(HttpServerRequest request) {
        switch (request.path()) {
            case "/later" -> unanswered.add(request);
            case "/large" -> {
                large.incrementAndGet();
                request.response().end(Buffer.buffer(new byte[LARGE])).onFailure(_ -> {});
            }
            default -> ProblemResponses.finish(request.pause(), Buffer.buffer("answered"));
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", "\n\n", "GET / HTTP/1.1\nHost: a\n", "GET / HTTP/1.1\nHost: a\nX-A: "})
    void a_head_that_is_not_complete_in_time_costs_its_connection(String begun) {
        try (var client = server.connect().send(begun)) {
            server.pass(ALMOST);
            assertThat(client.closesWithin(Duration.ofMillis(300))).isFalse();

            Eventually.within(SOON, () -> {
                server.pass(HttpConnections.HEAD_MAX);
                assertThat(client.closesWithin(Duration.ofMillis(100))).isTrue();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", "\n", "GET / HTTP/1.1\nHost: a\n"})
    void a_second_head_has_the_same_deadline_from_its_first_byte(String begun) {
        try (var client = server.connect().send(GET)) {
            awaitAnswer(client);
            server.pass(HttpConnections.HEAD_MAX);
            client.send(begun);

            Eventually.within(SOON, () -> {
                server.pass(HttpConnections.HEAD_MAX);
                assertThat(client.closesWithin(Duration.ofMillis(100))).isTrue();
            });
        }
    }

    @Test
    void a_call_in_flight_at_the_start_of_a_drain_is_answered_with_the_wish_to_close() {
        try (var client = server.connect().send("GET /later HTTP/1.1\nHost: a\n\n")) {
            Eventually.within(SOON, () -> assertThat(unanswered).hasSize(1));
            server.drain();
            var request = unanswered.remove();
            request.response().end("answered").onFailure(_ -> {});

            assertThat(head(client)).containsIgnoringCase("connection: close");
        }
    }

    @Test
    void an_answer_of_a_process_that_does_not_drain_keeps_its_connection() {
        try (var client = server.connect().send(GET)) {
            assertThat(head(client)).doesNotContainIgnoringCase("connection:");
        }
    }

    @Test
    void an_idle_connection_has_no_head_to_wait_for() {
        try (var client = server.connect().send(GET)) {
            awaitAnswer(client);

            server.pass(HttpConnections.HEAD_MAX.multipliedBy(2));

            client.send(GET);
            awaitAnswer(client);
        }
    }

    @Test
    void a_call_that_runs_is_not_cut_off_by_what_its_client_begins_next() {
        try (var client = server.connect().send("GET /later HTTP/1.1\nHost: a\n\nGET / HTTP/1.1\n")) {
            Eventually.within(SOON, () -> assertThat(unanswered).hasSize(1));

            server.pass(HttpConnections.HEAD_MAX);
            unanswered.remove().response().end("late").onFailure(_ -> {});

            assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 60000\n\nbegun",
                "Content-Length: 6000000\n\nbegun",
                "Transfer-Encoding: chunked\n\n5\nbegun\n",
                "Transfer-Encoding: chunked\n\nffff\nbegun",
                "Transfer-Encoding: chunked\n\n0\nX-Trailer: a",
                "Expect: 100-continue\nContent-Length: 60000\n\n"
            })
    void the_rest_of_a_body_that_was_answered_already_is_not_waited_for_long(String body) {
        try (var client = server.connect().send("POST / HTTP/1.1\nHost: a\n" + body)) {
            assertThat(client.rest(SOON)).startsWith("HTTP/1.1 200").endsWith("answered");
        }
    }

    @Test
    void the_rest_of_a_body_is_not_waited_for_longer_when_it_trickles() {
        try (var client = server.connect().send("POST / HTTP/1.1\nHost: a\nContent-Length: 60000\n\n")) {
            long begun = System.nanoTime();
            Eventually.within(SOON, () -> {
                client.send("x");
                assertThat(client.closesWithin(Duration.ofMillis(50))).isTrue();
            });

            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isGreaterThan(HttpConnections.DRAIN_MAX.dividedBy(2));
        }
    }

    @Test
    void a_client_that_does_not_read_its_answer_is_left() {
        try (var client = server.connect().send("GET /large HTTP/1.1\nHost: a\n\n")) {
            assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");
            server.pass(HttpConnections.ANSWER_MAX);

            assertThat(client.rest().length()).isLessThan(LARGE);
        }
    }

    @Test
    void a_request_waits_until_the_answer_before_it_is_read() {
        var twice = "GET /large HTTP/1.1\nHost: a\n\n".repeat(2);
        try (var client = server.connect().send(twice);
                var other = server.connect()) {
            var _ = head(client);
            awaitAnswer(other.send(GET));
            assertThat(large).hasValue(1);

            var _ = client.bytes(LARGE);

            assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(large).hasValue(2);
        }
    }

    @Test
    void where_all_clients_are_too_far_behind_the_one_that_is_so_for_the_longest_is_left() {
        try (var crowded = new WatchedServer(this::answer, new UnreadAnswers(LARGE / 2 * 3));
                var first = crowded.connect().send("GET /large HTTP/1.1\nHost: a\nConnection: close\n\n")) {
            assertThat(first.line()).isEqualTo("HTTP/1.1 200 OK");
            try (var second = crowded.connect().send("GET /large HTTP/1.1\nHost: a\nConnection: close\n\n")) {
                assertThat(second.line()).isEqualTo("HTTP/1.1 200 OK");
                crowded.pass(HttpConnections.CROWDED_ANSWER_MAX);

                assertThat(first.rest().length()).isLessThan(LARGE);
                assertThat(second.rest().length()).isGreaterThan(LARGE);
            }
        }
    }

    @Test
    void a_client_that_reads_has_its_whole_answer() {
        try (var client = server.connect().send("GET /large HTTP/1.1\nHost: a\nConnection: close\n\n")) {
            assertThat(client.rest().length()).isGreaterThan(LARGE);
        }
    }

    /** Status and headers of an answer. */
    private static String head(RawConnection client) {
        var head = new StringBuilder();
        for (var line = client.line(); !line.isEmpty(); line = client.line()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    private static void awaitAnswer(RawConnection client) {
        assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(client.line()).isEqualToIgnoringCase("Content-Length: 8");
        assertThat(client.line()).isEmpty();
        assertThat(client.bytes("answered".length())).isEqualTo("answered");
    }
}
