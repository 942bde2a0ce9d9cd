package dev.tollgate.loadtest.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.load.LoadWindow;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SoakSamplesTest {

    private static final long MIB = 1 << 20;

    @Test
    void the_rise_of_the_heap_is_that_of_its_last_minutes_only() {
        var samples = new SoakSamples();
        for (int second = 0; second <= 600; second += 15) {
            long beginning = second < 300 ? 10 * MIB * second / 60 : 50 * MIB;
            long since = second < 300 ? 0 : 2 * MIB * (second - 300) / 60;
            samples.add(sample(second, beginning + since));
        }

        assertThat(samples.heapMibPerMinute(Duration.ofMinutes(5))).isCloseTo(2, within(0.01));
        assertThat(samples.heapMibPerMinute(Duration.ofMinutes(10))).isGreaterThan(4);
    }

    @Test
    void answers_errors_and_processor_time_add_up() {
        var samples = new SoakSamples();
        samples.add(sample(10, MIB));
        samples.add(sample(20, MIB));

        var figures = JsonTrees.object();
        samples.write(figures);

        assertThat(figures.path("answers").asLong()).isEqualTo(200);
        assertThat(figures.path("errors"))
                .isEqualTo(JsonTrees.object().put("503", 4L).put("499", 2L));
        assertThat(figures.path("error_count").asLong()).isEqualTo(6);
        assertThat(figures.path("requests_per_second").asDouble()).isEqualTo(10);
        assertThat(figures.path("cpu_us_per_call").asDouble()).isEqualTo(50);
    }

    private static SoakSamples.Sample sample(int second, long heap) {
        var slice = new LoadWindow(98, Map.of("503", 2L), "503 ", 0, 10, 1, 2, 3);
        var beside = new LoadWindow(9, Map.of("499", 1L), "499 ", 0, 1, 1, 2, 3);
        return new SoakSamples.Sample(second, slice, beside, heap, 5, 5_000);
    }
}
