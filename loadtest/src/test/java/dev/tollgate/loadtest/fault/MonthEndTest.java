package dev.tollgate.loadtest.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MonthEndTest {

    @Test
    void the_clock_is_set_to_five_minutes_before_the_end_of_the_month() {
        long ahead = MonthEnd.secondsAhead(Instant.parse("2026-11-30T23:50:00Z"));

        assertThat(ahead).isEqualTo(Duration.ofMinutes(5).toSeconds());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-30T23:54:59.5Z", "2026-11-30T23:55:00Z", "2026-11-30T23:58:00Z"})
    void with_less_time_to_the_end_of_the_month_the_clock_is_set_to_that_of_the_next(String now) {
        long ahead = MonthEnd.secondsAhead(Instant.parse(now));

        assertThat(Instant.parse(now).plusSeconds(ahead))
                .isBetween(Instant.parse("2026-12-31T23:54:59Z"), Instant.parse("2026-12-31T23:55:00Z"));
    }
}
