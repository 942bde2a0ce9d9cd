package dev.tollgate.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LastMinuteTest {

    private static final long START = TimeUnit.SECONDS.toNanos(1_000);

    private final LastMinute minute = new LastMinute(START);

    @Test
    void a_rise_counts_for_a_minute_and_no_longer() {
        assertThat(rise(5, 0)).isEqualTo(5);
        assertThat(rise(8, 30)).isEqualTo(8);
        assertThat(rise(8, 58)).isEqualTo(8);
        assertThat(rise(8, 61)).isEqualTo(3);
        assertThat(rise(8, 91)).isZero();
    }

    @Test
    void seconds_in_which_nobody_asked_have_no_rise() {
        assertThat(rise(5, 0)).isEqualTo(5);
        assertThat(rise(5, 1_000)).isZero();
        assertThat(rise(7, 1_001)).isEqualTo(2);
    }

    private long rise(long count, long seconds) {
        return minute.rise(count, START + TimeUnit.SECONDS.toNanos(seconds));
    }
}
