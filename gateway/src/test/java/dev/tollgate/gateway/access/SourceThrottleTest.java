package dev.tollgate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SourceThrottleTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-25T10:00:00Z"));
    private final SourceThrottle throttle = new SourceThrottle(now::get);

    @Test
    void the_twenty_first_failure_of_a_minute_is_not_looked_at() {
        failTimes(SourceThrottle.FAILURES_MAX);

        var refusal = throttle.refusal("10.0.0.1");

        assertThat(refusal).isNotNull();
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void an_ipv6_customer_does_not_escape_into_another_address_of_its_64() {
        for (int time = 0; time < SourceThrottle.FAILURES_MAX; time++) {
            throttle.failed("2001:db8:0:1::" + time);
        }

        assertThat(throttle.refusal("2001:db8:0:1:ffff::9")).isNotNull();
        assertThat(throttle.refusal("2001:db8:0:2::9")).isNull();
    }

    @Test
    void nineteen_failures_are_forgiven() {
        failTimes(SourceThrottle.FAILURES_MAX - 1);

        assertThat(throttle.refusal("10.0.0.1")).isNull();
    }

    @Test
    void a_throttled_address_does_not_slow_its_neighbour() {
        failTimes(SourceThrottle.FAILURES_MAX);

        assertThat(throttle.refusal("10.0.0.2")).isNull();
    }

    @Test
    void the_throttle_ends_with_its_minute() {
        failTimes(SourceThrottle.FAILURES_MAX);

        now.set(now.get().plus(Duration.ofMinutes(1)));

        assertThat(throttle.refusal("10.0.0.1")).isNull();
    }

    private void failTimes(int times) {
        for (int time = 0; time < times; time++) {
            throttle.failed("10.0.0.1");
        }
    }
}
