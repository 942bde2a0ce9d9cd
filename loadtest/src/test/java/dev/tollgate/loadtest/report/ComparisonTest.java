package dev.tollgate.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    @Test
    void a_lower_rate_outside_the_rounds_is_worse() throws IOException {
        var comparison = Comparison.of(
                result("requests_per_second", 990, 1000, 1010), result("requests_per_second", 790, 800, 810));

        assertThat(comparison.worse()).isTrue();
        assertThat(comparison.lines()).singleElement().satisfies(line -> {
            assertThat(line.verdict()).isEqualTo(Comparison.Verdict.WORSE);
            assertThat(line.percent()).isEqualTo(-20);
        });
    }

    @Test
    void a_change_within_what_the_rounds_saw_is_noise() throws IOException {
        var comparison = Comparison.of(
                result("requests_per_second", 700, 1000, 1010), result("requests_per_second", 790, 800, 810));

        assertThat(comparison.worse()).isFalse();
        assertThat(comparison.lines().getFirst().verdict()).isEqualTo(Comparison.Verdict.NOISE);
    }

    @Test
    void less_processor_time_is_better_and_more_is_worse() throws IOException {
        var few = result("cpu_us", 9, 10, 11);
        var many = result("cpu_us", 19, 20, 21);

        assertThat(Comparison.of(many, few).lines().getFirst().verdict()).isEqualTo(Comparison.Verdict.BETTER);
        assertThat(Comparison.of(few, many).lines().getFirst().verdict()).isEqualTo(Comparison.Verdict.WORSE);
    }

    /** A result with one figure; the second of the rounds is the median. */
    static JsonNode result(String figure, double... rounds) throws IOException {
        return new ObjectMapper().readTree("""
                {"commit": "c", "measured_at": "t",
                 "machine": {"processor": "p", "cores": 2, "os": "o", "java": "j"},
                 "figures": {"rounds": 3, "load": "wrk", "reconcile": "zero drift", "goals": [], "agreement": [],
                  "legs": {"get_workspace": {"256": {"median": {"%s": %s}, "rounds": {"%s": %s}}}}}}
                """.formatted(
                figure, rounds[1], figure, DoubleStream.of(rounds).boxed().toList()));
    }
}
