package dev.tollgate.loadtest.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tollgate.loadtest.load.Crowded;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchedTest {

    private static final long MIB = 1 << 20;

    @Test
    void the_rise_of_the_heap_is_that_of_its_last_minutes_only() {
        var watched = new Watched();
        for (int second = 0; second <= 600; second += 15) {
            long beginning = second < 300 ? 10 * MIB * second / 60 : 50 * MIB;
            long since = second < 300 ? 0 : 2 * MIB * (second - 300) / 60;
            watched.add(look(second, beginning + since));
        }

        assertThat(watched.heapMibPerMinute(Duration.ofMinutes(5))).isCloseTo(2, within(0.01));
        assertThat(watched.heapMibPerMinute(Duration.ofMinutes(10))).isGreaterThan(4);
    }

    @Test
    void answers_errors_and_processor_time_add_up() {
        var watched = new Watched();
        watched.add(look(10, MIB));
        watched.add(look(20, MIB));

        assertThat(watched.answers()).isEqualTo(200);
        assertThat(watched.errors()).isEqualTo(Map.of(503, 4L, 499, 2L));
        assertThat(watched.perSecond()).isEqualTo(10);
        assertThat(watched.cpuMicrosPerAnswer()).isEqualTo(50);
    }

    private static Watched.Look look(int second, long heap) {
        var slice = new Crowded.Slice(10, 100, Map.of(503, 2L), "503 ", 1, 2, 3);
        var beside = new Crowded.Slice(1, 10, Map.of(499, 1L), "499 ", 1, 2, 3);
        return new Watched.Look(second, slice, beside, heap, 5, 5_000);
    }
}
