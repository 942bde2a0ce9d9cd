package dev.tollgate.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    @Test
    void seconds_and_dates_are_read() {
        assertThat(RetryAfter.parsed("0", NOW)).isEqualTo(Duration.ZERO);
        assertThat(RetryAfter.parsed(" 120 ", NOW)).isEqualTo(Duration.ofMinutes(2));
        assertThat(RetryAfter.parsed("Wed, 25 Nov 2026 10:01:30 GMT", NOW)).isEqualTo(Duration.ofSeconds(90));
        assertThat(RetryAfter.parsed("Wed, 25 Nov 2026 09:00:00 GMT", NOW)).isEqualTo(Duration.ZERO);
    }

    @Test
    void nobody_can_ask_for_more_than_a_day() {
        assertThat(RetryAfter.parsed("86401", NOW)).isEqualTo(RetryAfter.LONGEST);
        assertThat(RetryAfter.parsed("99999999999999999999", NOW)).isEqualTo(RetryAfter.LONGEST);
        assertThat(RetryAfter.parsed("Fri, 01 Jan 2100 00:00:00 GMT", NOW)).isEqualTo(RetryAfter.LONGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "soon", "-1", "1.5", "2026-11-25T10:01:30Z", "Wed, 45 Nov 2026 10:01:30 GMT"})
    void what_says_nothing_is_nothing(String header) {
        assertThat(RetryAfter.parsed(header, NOW)).isNull();
    }
}
