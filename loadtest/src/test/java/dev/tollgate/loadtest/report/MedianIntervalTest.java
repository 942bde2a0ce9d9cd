package dev.tollgate.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MedianIntervalTest {

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 0", "2, 1, 2, 50", "3, 1, 3, 75", "7, 1, 7, 98.4", "8, 1, 8, 99.2", "9, 2, 8, 96.1"})
    void an_interval_has_the_confidence_that_it_tells(int count, int from, int to, double confidencePercent) {
        var descending = IntStream.range(0, count).mapToDouble(i -> count - i).toArray();

        var interval = MedianInterval.of(descending);

        assertThat(interval.from()).isEqualTo(from);
        assertThat(interval.median()).isEqualTo((count + 1) / 2.0);
        assertThat(interval.to()).isEqualTo(to);
        assertThat(interval.confidencePercent()).isCloseTo(confidencePercent, within(0.05));
    }
}
