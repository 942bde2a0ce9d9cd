package dev.tollgate.runtime.postgres;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.runtime.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** What a process knows of its clock and that of PostgreSQL. */
class ClockSkewTest {

    private static final Instant SENT = Instant.parse("2026-06-01T12:00:00Z");
    private static final Instant ANSWERED = SENT.plusSeconds(3);

    @Test
    void a_late_answer_makes_up_no_difference() {
        assertThat(ClockSkew.ahead(SENT, SENT, ANSWERED)).isZero();
        assertThat(ClockSkew.ahead(SENT, ANSWERED, ANSWERED)).isZero();
    }

    @Test
    void the_difference_is_at_least_that_to_the_nearer_reading() {
        assertThat(ClockSkew.ahead(SENT, SENT.minusSeconds(5), ANSWERED)).isEqualTo(Duration.ofSeconds(5));
        assertThat(ClockSkew.ahead(SENT, ANSWERED.plusSeconds(5), ANSWERED)).isEqualTo(Duration.ofSeconds(-5));
    }

    @Test
    void a_process_whose_clock_is_two_minutes_ahead_shows_it() {
        assertThat(shownAhead(Duration.ofMinutes(2))).isBetween(100.0, 121.0);
        assertThat(shownAhead(Duration.ofMinutes(-2))).isBetween(-121.0, -100.0);
    }

    /** The figure of a process with such a clock, once PostgreSQL has answered it. */
    private static double shownAhead(Duration ahead) {
        var vertx = Vertx.vertx();
        var registry = new SimpleMeterRegistry();
        InstantSource clock = () -> Instant.now().plus(ahead);
        var notifications = new Notifications(vertx, TestDatabases.migrated(), DatabaseRole.APP, clock);
        notifications.show(registry);
        var gauge = registry.get("tollgate.clock.skew.seconds").gauge();
        try {
            await(notifications.start());
            eventually(() -> !Double.isNaN(gauge.value()));
            return gauge.value();
        } finally {
            await(notifications.stop());
            await(vertx.close());
        }
    }
}
