package dev.tollgate.money.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CloseStepTest {

    private static final long LAST = CloseStep.last(Instant.parse("2026-11-12T10:20:30Z"));

    @Test
    void a_bucket_closes_a_minute_after_its_end() {
        var end = Instant.ofEpochSecond((LAST + 1) * 10);

        assertThat(Duration.between(end, Instant.parse("2026-11-12T10:20:30Z"))).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void within_an_hour_a_close_goes_as_far_as_the_clocks_allow() {
        assertThat(CloseStep.next(LAST - 360, LAST)).isEqualTo(LAST);
        assertThat(CloseStep.next(0, LAST)).isEqualTo(LAST);
    }

    @Test
    void a_close_that_is_far_behind_moves_to_the_end_of_an_hour_and_arrives() {
        long closed = LAST - 3_700;
        int steps = 0;
        while (closed < LAST) {
            long next = CloseStep.next(closed, LAST);
            assertThat(next).isGreaterThan(closed).isLessThanOrEqualTo(closed + 360);
            assertThat(next == LAST || (next + 1) % 360 == 0).isTrue();
            closed = next;
            steps++;
        }
        assertThat(steps).isBetween(11, 12);
    }

    @Test
    void a_close_that_lies_in_the_future_stays() {
        assertThat(CloseStep.next(LAST + 500, LAST)).isEqualTo(LAST);
    }
}
