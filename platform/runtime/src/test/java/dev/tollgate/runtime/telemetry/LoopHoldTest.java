package dev.tollgate.runtime.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoopHoldTest {

    private static final long MS = 1_000_000;
    private static final long START = 1_000 * MS;

    private final LoopHold hold = new LoopHold(Duration.ofMillis(20));

    private boolean exceeds(long started, long cpuMs, boolean waiting, long afterMs) {
        return hold.exceeds(new LoopHold.Look(started, cpuMs * MS, waiting), START + afterMs * MS);
    }

    @Test
    void a_task_that_uses_the_processor_for_the_limit_holds_its_loop() {
        assertThat(exceeds(START, 100, false, 0)).isFalse();
        assertThat(exceeds(START, 119, false, 19)).isFalse();
        assertThat(exceeds(START, 120, false, 20)).isTrue();
    }

    @Test
    void a_task_is_reported_once() {
        var _ = exceeds(START, 100, false, 0);
        assertThat(exceeds(START, 130, false, 30)).isTrue();

        assertThat(exceeds(START, 200, false, 100)).isFalse();
    }

    @Test
    void a_task_that_gets_no_processor_does_not_hold_its_loop() {
        var _ = exceeds(START, 100, false, 0);

        assertThat(exceeds(START, 101, false, 5_000)).isFalse();
    }

    @Test
    void a_task_that_waits_for_the_limit_holds_its_loop() {
        var _ = exceeds(START, 100, true, 0);

        assertThat(exceeds(START, 100, true, 19)).isFalse();
        assertThat(exceeds(START, 100, true, 20)).isTrue();
    }

    @Test
    void many_short_tasks_do_not_hold_their_loop() {
        var _ = exceeds(START, 100, false, 0);

        assertThat(exceeds(START + 15 * MS, 130, false, 30)).isFalse();
        assertThat(exceeds(START + 45 * MS, 160, false, 60)).isFalse();
    }

    @Test
    void an_idle_loop_is_not_held() {
        assertThat(exceeds(0, 100, false, 0)).isFalse();
        assertThat(exceeds(0, 900, true, 900)).isFalse();
    }
}
