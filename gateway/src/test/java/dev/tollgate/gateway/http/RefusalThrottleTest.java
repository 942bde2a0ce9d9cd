package dev.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.runtime.memory.Deadlines;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that come back at once after a 503 do not take the loop from others. */
class RefusalThrottleTest {

    private static final Duration SOON = Duration.ofSeconds(8);
    private static final String REFUSED = "GET /refused HTTP/1.1\nHost: a\n\n";
    private static final String LAST_REFUSED = "GET /refused HTTP/1.1\nHost: a\nConnection: close\n\n";
    private static final String REFUSED_WHEN_GONE = "GET /gone HTTP/1.1\nHost: a\n\n";
    private static final String OTHER = "GET /other HTTP/1.1\nHost: a\n\n";

    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger unsent = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger other = new AtomicInteger();
    private final WatchedServer server = WatchedServer.withoutClock(this::answer, List.of());

    private void answer(HttpServerRequest request) {
        if (request.path().equals("/gone")) {
            held.incrementAndGet();
            var channel = ((HttpServerConnection) request.connection())
                    .channelHandlerContext()
                    .channel();
            var _ = channel.closeFuture().addListener(_ -> {
                request.response().setStatusCode(503).end();
                refused.incrementAndGet();
            });
            return;
        }
        boolean refuses = request.path().equals("/refused");
        (refuses ? refused : other).incrementAndGet();
        request.response().setStatusCode(refuses ? 503 : 200).end().onFailure(_ -> unsent.incrementAndGet());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_connection_that_is_refused_when_many_are_is_read_again_once_the_time_of_retry_after_is_over() {
        try (var client = server.connect();
                var neighbour = server.connect()) {
            client.send(REFUSED.repeat(RefusalThrottle.AT_ONCE_MAX + 10));
            Eventually.within(SOON, () -> assertThat(refused.get()).isEqualTo(RefusalThrottle.AT_ONCE_MAX + 1));

            neighbour.send(OTHER.repeat(20));
            Eventually.within(SOON, () -> assertThat(other.get()).isEqualTo(20));
            assertThat(refused.get()).isEqualTo(RefusalThrottle.AT_ONCE_MAX + 1);

            server.pass(RefusalThrottle.REST);
            Eventually.within(SOON, () -> assertThat(refused.get()).isEqualTo(RefusalThrottle.AT_ONCE_MAX + 10));
        }
    }

    @Test
    void few_refusals_make_no_connection_rest() {
        try (var client = server.connect()) {
            client.send(REFUSED.repeat(RefusalThrottle.AT_ONCE_MAX) + OTHER);

            Eventually.within(SOON, () -> assertThat(other.get()).isEqualTo(1));
        }
    }

    @Test
    void a_rest_ends_early_once_few_are_refused() {
        try (var client = server.connect()) {
            client.send(REFUSED.repeat(RefusalThrottle.AT_ONCE_MAX + 1) + OTHER);
            Eventually.within(SOON, () -> assertThat(refused.get()).isEqualTo(RefusalThrottle.AT_ONCE_MAX + 1));

            server.pass(Deadlines.TICK);
            assertThat(other.get()).isZero();
            server.pass(Deadlines.TICK);

            Eventually.within(SOON, () -> assertThat(other.get()).isEqualTo(1));
        }
    }

    @Test
    void a_refusal_to_a_trusted_proxy_waits_and_its_other_connections_do_not() {
        try (var behindProxy = WatchedServer.withoutClock(this::answer, List.of("127.0.0.0/8"));
                var proxy = behindProxy.connect();
                var sameProxy = behindProxy.connect()) {
            proxy.send(REFUSED.repeat(RefusalThrottle.AT_ONCE_MAX + 1) + OTHER);
            Eventually.within(SOON, () -> assertThat(refused.get()).isEqualTo(RefusalThrottle.AT_ONCE_MAX + 1));

            sameProxy.send(OTHER.repeat(20));
            Eventually.within(SOON, () -> assertThat(other.get()).isEqualTo(20));

            behindProxy.pass(Deadlines.TICK);
            Eventually.within(SOON, () -> assertThat(other.get()).isEqualTo(21));
        }
    }

    @Test
    void a_refusal_to_a_trusted_proxy_that_waits_is_sent_when_the_process_drains() {
        try (var behindProxy = WatchedServer.withoutClock(this::answer, List.of("127.0.0.0/8"));
                var proxy = behindProxy.connect()) {
            proxy.send(REFUSED.repeat(RefusalThrottle.AT_ONCE_MAX + 1) + OTHER);
            Eventually.within(SOON, () -> assertThat(refused.get()).isEqualTo(RefusalThrottle.AT_ONCE_MAX + 1));

            behindProxy.drain();

            Eventually.within(SOON, () -> assertThat(other.get()).isEqualTo(1));
        }
    }

    @Test
    void a_refusal_that_waits_is_sent_before_its_connection_is_closed() {
        try (var behindProxy = WatchedServer.withoutClock(this::answer, List.of("127.0.0.0/8"));
                var proxy = behindProxy.connect()) {
            proxy.send(REFUSED.repeat(RefusalThrottle.AT_ONCE_MAX) + LAST_REFUSED);
            Eventually.within(
                    SOON, () -> assertThat(behindProxy.refusalsWaiting()).isEqualTo(1));

            behindProxy.pass(Deadlines.TICK);

            assertThat(proxy.rest().split("HTTP/1.1 503", -1)).hasSize(RefusalThrottle.AT_ONCE_MAX + 2);
        }
    }

    @Test
    void a_refusal_that_waits_is_given_up_with_its_connection() {
        try (var behindProxy = WatchedServer.withoutClock(this::answer, List.of("127.0.0.0/8"))) {
            try (var proxy = behindProxy.connect()) {
                proxy.send(REFUSED.repeat(RefusalThrottle.AT_ONCE_MAX + 1));
                Eventually.within(
                        SOON, () -> assertThat(behindProxy.refusalsWaiting()).isEqualTo(1));
            }

            Eventually.within(
                    SOON, () -> assertThat(behindProxy.refusalsWaiting()).isZero());
            Eventually.within(SOON, () -> assertThat(unsent.get()).isEqualTo(1));
        }
    }

    @Test
    void a_refusal_on_a_connection_that_has_just_gone_does_not_wait() {
        try (var behindProxy = WatchedServer.withoutClock(this::answer, List.of("127.0.0.0/8"));
                var proxy = behindProxy.connect()) {
            proxy.send(REFUSED.repeat(RefusalThrottle.AT_ONCE_MAX));
            Eventually.within(SOON, () -> assertThat(refused.get()).isEqualTo(RefusalThrottle.AT_ONCE_MAX));

            try (var gone = behindProxy.connect()) {
                gone.send(REFUSED_WHEN_GONE);
                Eventually.within(SOON, () -> assertThat(held.get()).isEqualTo(1));
            }

            Eventually.within(SOON, () -> assertThat(refused.get()).isEqualTo(RefusalThrottle.AT_ONCE_MAX + 1));
            assertThat(behindProxy.refusalsWaiting()).isZero();
        }
    }

    @Test
    void refusals_to_trusted_proxies_wait_in_order_and_no_more_than_a_bound() {
        var throttle = new RefusalThrottle(0);
        var sent = new ArrayList<Integer>();
        int waiting = 0;
        for (int i = 0; i <= RefusalThrottle.AT_ONCE_MAX + RefusalThrottle.WAITING_MAX; i++) {
            waiting += throttle.waits(new Noted(sent, i), 0) ? 1 : 0;
        }
        assertThat(waiting).isEqualTo(RefusalThrottle.WAITING_MAX);
        assertThat(throttle.waiting()).isEqualTo(waiting);

        throttle.endAll(0);

        assertThat(sent).hasSize(RefusalThrottle.WAITING_MAX).isSorted();
    }

    @Test
    void refusals_that_wait_keep_no_connection_resting() {
        var throttle = new RefusalThrottle(0);
        var ended = new AtomicInteger();
        var sent = new ArrayList<Integer>();
        for (int i = 0; i < 10 * RefusalThrottle.AT_ONCE_MAX; i++) {
            var _ = throttle.waits(new Noted(sent, i), 0);
        }
        var _ = throttle.rests(new Counted(ended), 0);

        throttle.tick(RefusalThrottle.REST.toNanos());

        assertThat(ended.get()).isEqualTo(1);
        assertThat(sent).hasSize(RefusalThrottle.AT_ONCE_MAX - 1);
    }

    @Test
    void a_refusal_to_a_trusted_proxy_does_not_overtake_those_that_wait() {
        var throttle = new RefusalThrottle(0);
        var sent = new ArrayList<Integer>();
        for (int i = 0; i < 3 * RefusalThrottle.AT_ONCE_MAX; i++) {
            var _ = throttle.waits(new Noted(sent, i), 0);
        }
        throttle.tick(Deadlines.TICK.toNanos());

        assertThat(throttle.waits(new Noted(sent, -1), Deadlines.TICK.toNanos()))
                .isTrue();
    }

    @Test
    void no_more_rests_end_in_a_tick_than_may_be_refused_at_once() {
        var throttle = new RefusalThrottle(0);
        var ended = new AtomicInteger();
        for (int i = 0; i < 3 * RefusalThrottle.AT_ONCE_MAX; i++) {
            var _ = throttle.rests(new Counted(ended), 0);
        }

        throttle.tick(RefusalThrottle.REST.toNanos());
        assertThat(ended.get()).isEqualTo(RefusalThrottle.AT_ONCE_MAX);
        throttle.tick(RefusalThrottle.REST.plus(Deadlines.TICK).toNanos());
        assertThat(ended.get()).isEqualTo(2 * RefusalThrottle.AT_ONCE_MAX);
    }

    @Test
    void ticks_that_a_late_loop_makes_up_for_count_for_nothing() {
        var throttle = new RefusalThrottle(0);
        long late = 10 * Deadlines.TICK.toNanos();
        throttle.tick(late);
        assertThat(rested(throttle, late)).isEqualTo(RefusalThrottle.AT_ONCE_MAX);

        throttle.tick(late + 1);

        assertThat(rested(throttle, late + 1)).isEqualTo(2 * RefusalThrottle.AT_ONCE_MAX);
    }

    /** Of twice as many refusals as are possible at once, those that make their connection rest. */
    private static long rested(RefusalThrottle throttle, long nowNanos) {
        long before = throttle.rested();
        for (int i = 0; i < 2 * RefusalThrottle.AT_ONCE_MAX; i++) {
            var _ = throttle.rests(new Counted(new AtomicInteger()), nowNanos);
        }
        return throttle.rested() - before;
    }

    @Test
    void a_process_that_drains_answers_what_has_arrived() {
        try (var client = server.connect()) {
            client.send(REFUSED.repeat(RefusalThrottle.AT_ONCE_MAX + 1) + REFUSED + OTHER);
            Eventually.within(SOON, () -> assertThat(refused.get()).isEqualTo(RefusalThrottle.AT_ONCE_MAX + 1));

            server.drain();

            Eventually.within(SOON, () -> assertThat(other.get()).isEqualTo(1));
        }
    }

    private static final class Noted extends Deadlines.Watched {
        private final List<Integer> sent;
        private final int number;

        Noted(List<Integer> sent, int number) {
            this.sent = sent;
            this.number = number;
        }

        @Override
        protected void timeUp() {
            sent.add(number);
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
