package dev.tollgate.loadtest.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.fault.FaultRun.Step;
import dev.tollgate.loadtest.report.BrokenPromise;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FaultRunTest {

    private static final Step NOTHING = _ -> {};

    private final ObjectNode result = JsonTrees.object();

    static Stream<Exception> exceptions() {
        return Stream.of(
                new BrokenPromise("the gateway is late"),
                new IOException("the gateway is late"),
                new IllegalArgumentException("the gateway is late"));
    }

    @Test
    void a_part_that_ends_has_held_and_says_for_how_long_and_under_which_load() throws Exception {
        boolean held = FaultRun.attempt(figures -> figures.put("kills", 20), NOTHING, result);

        assertThat(held).isTrue();
        assertThat(result.path("held").asBoolean()).isTrue();
        assertThat(result.at("/figures/kills").asInt()).isEqualTo(20);
        assertThat(result.fieldNames())
                .toIterable()
                .contains("seconds", "load_average_before", "load_average_after")
                .doesNotContain("broken");
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void whatever_a_part_throws_is_the_reason_why_it_broke_and_figures_so_far_are_kept(Exception thrown)
            throws Exception {
        boolean held = FaultRun.attempt(
                figures -> {
                    figures.put("kills", 3);
                    throw thrown;
                },
                NOTHING,
                result);

        assertThat(held).isFalse();
        assertThat(result.path("held").asBoolean()).isFalse();
        assertThat(result.path("broken").asText()).contains("the gateway is late");
        assertThat(result.at("/figures/kills").asInt()).isEqualTo(3);
    }

    @Test
    void a_part_after_which_not_everything_runs_again_is_broken() throws Exception {
        boolean held = FaultRun.attempt(
                NOTHING,
                _ -> {
                    throw new IOException("no readiness within 90 s");
                },
                result);

        assertThat(held).isFalse();
        assertThat(result.path("broken").asText()).contains("no readiness within 90 s");
    }

    @Test
    void an_interrupt_ends_the_run() {
        assertThatThrownBy(() -> FaultRun.attempt(
                        _ -> {
                            throw new InterruptedException();
                        },
                        NOTHING,
                        result))
                .isInstanceOf(InterruptedException.class);
    }
}
