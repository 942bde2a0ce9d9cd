package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HoldPaceTest {

    private static final long START = 1_000_000_000;
    private static final long PAUSE = HoldPace.PAUSE.toNanos();

    private final HoldPace pace = new HoldPace();

    @Test
    void the_first_batch_goes_at_once() {
        assertThat(pace.waitNanos(START)).isZero();
    }

    @Test
    void after_a_small_batch_the_next_waits_until_the_pause_is_over() {
        pace.sent(HoldPace.SMALL_BELOW - 1, START);

        assertThat(pace.waitNanos(START)).isEqualTo(PAUSE);
        assertThat(pace.waitNanos(START + PAUSE - 1)).isOne();
        assertThat(pace.waitNanos(START + PAUSE)).isZero();
    }

    @Test
    void after_a_batch_of_many_the_next_goes_at_once() {
        pace.sent(HoldPace.SMALL_BELOW, START);

        assertThat(pace.waitNanos(START)).isZero();
    }

    @Test
    void no_call_waits_longer_than_a_millisecond_for_others() {
        assertThat(HoldPace.PAUSE).isLessThanOrEqualTo(Duration.ofMillis(1));
    }
}
