package dev.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.runtime.memory.Deadlines;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that come back at once after a 503 do not take the loop from others. */
class RefusedConnectionsTest {

    private static final Duration SOON = Duration.ofSeconds(8);
    private static final String REFUSED = "GET /refused HTTP/1.1\nHost: a\n\n";
    private static final String OTHER = "GET /other HTTP/1.1\nHost: a\n\n";

    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger other = new AtomicInteger();
    private final WatchedServer server = WatchedServer.withoutClock(this::answer, List.of());

    private void answer(HttpServerRequest request) {
        boolean refuses = request.path().equals("/refused");
        (refuses ? refused : other).incrementAndGet();
        request.response().setStatusCode(refuses ? 503 : 200).end();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_connection_that_is_refused_when_many_are_is_read_again_once_the_time_of_retry_after_is_over() {
        try (var client = server.connect();
                var neighbour = server.connect()) {
            client.send(REFUSED.repeat(RefusedConnections.AT_ONCE_MAX + 10));
            Eventually.within(SOON, () -> assertThat(refused.get()).isEqualTo(RefusedConnections.AT_ONCE_MAX + 1));

            neighbour.send(OTHER.repeat(20));
            Eventually.within(SOON, () -> assertThat(other.get()).isEqualTo(20));
            assertThat(refused.get()).isEqualTo(RefusedConnections.AT_ONCE_MAX + 1);

            server.pass(RefusedConnections.REST);
            Eventually.within(SOON, () -> assertThat(refused.get()).isEqualTo(RefusedConnections.AT_ONCE_MAX + 10));
        }
    }

    @Test
    void few_refusals_make_no_connection_rest() {
        try (var client = server.connect()) {
            client.send(REFUSED.repeat(RefusedConnections.AT_ONCE_MAX) + OTHER);

            Eventually.within(SOON, () -> assertThat(other.get()).isEqualTo(1));
        }
    }

    @Test
    void a_rest_ends_early_once_few_are_refused() {
        try (var client = server.connect()) {
            client.send(REFUSED.repeat(RefusedConnections.AT_ONCE_MAX + 1) + OTHER);
            Eventually.within(SOON, () -> assertThat(refused.get()).isEqualTo(RefusedConnections.AT_ONCE_MAX + 1));

            server.pass(Deadlines.TICK);
            assertThat(other.get()).isZero();
            server.pass(Deadlines.TICK);

            Eventually.within(SOON, () -> assertThat(other.get()).isEqualTo(1));
        }
    }

    @Test
    void a_connection_of_a_trusted_proxy_does_not_rest_since_others_use_it_too() {
        try (var behindProxy = WatchedServer.withoutClock(this::answer, List.of("127.0.0.0/8"));
                var proxy = behindProxy.connect()) {
            proxy.send(REFUSED.repeat(RefusedConnections.AT_ONCE_MAX + 1) + OTHER);

            Eventually.within(SOON, () -> assertThat(other.get()).isEqualTo(1));
        }
    }

    @Test
    void no_more_rests_end_in_a_tick_than_may_be_refused_at_once() {
        var connections = new RefusedConnections();
        var ended = new AtomicInteger();
        for (int i = 0; i < 3 * RefusedConnections.AT_ONCE_MAX; i++) {
            var _ = connections.rests(new Counted(ended), 0);
        }

        connections.tick(RefusedConnections.REST.toNanos());
        assertThat(ended.get()).isEqualTo(RefusedConnections.AT_ONCE_MAX);
        connections.tick(RefusedConnections.REST.toNanos());
        assertThat(ended.get()).isEqualTo(2 * RefusedConnections.AT_ONCE_MAX);
    }

    @Test
    void a_process_that_drains_answers_what_has_arrived() {
        try (var client = server.connect()) {
            client.send(REFUSED.repeat(RefusedConnections.AT_ONCE_MAX + 1) + REFUSED + OTHER);
            Eventually.within(SOON, () -> assertThat(refused.get()).isEqualTo(RefusedConnections.AT_ONCE_MAX + 1));

            server.drain();

            Eventually.within(SOON, () -> assertThat(other.get()).isEqualTo(1));
        }
    }

    private static final class Counted extends Deadlines.Watched {
        private final AtomicInteger ended;

        Counted(AtomicInteger ended) {
            this.ended = ended;
        }

        @Override
        protected void timeUp() {
            ended.incrementAndGet();
        }
    }
}
