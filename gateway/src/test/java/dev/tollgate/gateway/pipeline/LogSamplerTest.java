package dev.tollgate.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogSamplerTest {

    private static final long SECOND = LogSampler.EVERY.toNanos();

    private final LogSampler sampling = new LogSampler();

    @Test
    void the_first_of_a_kind_is_told_at_once() {
        assertThat(sampling.due("away", 0)).isEqualTo(1);
        assertThat(sampling.due("slow", 0)).isEqualTo(1);
    }

    @Test
    void further_ones_are_counted_until_a_second_is_over() {
        assertThat(sampling.due("away", 0)).isEqualTo(1);
        assertThat(sampling.due("away", 1)).isZero();
        assertThat(sampling.due("away", SECOND - 1)).isZero();

        assertThat(sampling.due("away", SECOND)).isEqualTo(3);
        assertThat(sampling.due("away", SECOND + 1)).isZero();
    }

    @Test
    void the_kind_not_seen_for_the_longest_time_is_forgotten() {
        assertThat(sampling.due("away", 0)).isEqualTo(1);
        for (int other = 0; other < LogSampler.KINDS_MAX; other++) {
            assertThat(sampling.due("other " + other, 1)).isEqualTo(1);
        }

        assertThat(sampling.due("away", 2)).isEqualTo(1);
    }
}
