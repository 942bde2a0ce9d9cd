package dev.tollgate.loadtest.overload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.load.LatencyHistogram;
import dev.tollgate.loadtest.report.Goal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BeyondCapacityTest {

    private static final double P99_MAX_MS = 10;
    private static final LoadTotals NORMAL = second(5, 0, 0, Map.of());

    private static LoadTotals second(int doneMs, int refused, long unsent, Map<String, Long> others) {
        var done = new LatencyHistogram();
        if (doneMs > 0) {
            done.add(doneMs * 1_000_000L);
        }
        var refusals = new LatencyHistogram();
        for (int i = 0; i < refused; i++) {
            refusals.add(1);
        }
        return new LoadTotals(1, done, refusals, new LatencyHistogram(), 0, unsent, others);
    }

    private static long untilNormal(LoadTotals second) {
        return BeyondCapacity.secondsUntilNormal(List.of(NORMAL, second, NORMAL), P99_MAX_MS);
    }

    @Test
    void a_second_is_normal_only_if_calls_succeed_and_nothing_else_happens() {
        assertThat(untilNormal(NORMAL)).isZero();
        assertThat(untilNormal(second(11, 0, 0, Map.of()))).as("slow").isEqualTo(2);
        assertThat(untilNormal(second(5, 1, 0, Map.of()))).as("refused").isEqualTo(2);
        assertThat(untilNormal(second(5, 0, 1, Map.of()))).as("unsent").isEqualTo(2);
        assertThat(untilNormal(second(5, 0, 0, Map.of("599", 1L)))).as("broken").isEqualTo(2);
        assertThat(untilNormal(second(0, 0, 0, Map.of())))
                .as("without a success")
                .isEqualTo(2);
    }

    @Test
    void the_goal_of_seconds_until_normal_can_be_missed_in_every_size() {
        assertThat(List.of(OverloadTestbed.Size.of(true), OverloadTestbed.Size.of(false)))
                .allMatch(size -> size.windowSeconds() > OverloadCommand.SECONDS_UNTIL_NORMAL_MAX);
    }

    @Test
    void calls_that_were_not_sent_or_broke_and_errors_of_other_tenants_miss_their_goals() {
        var figures = (ObjectNode) JsonTrees.read("""
                {"writes": {"overload": {"no_connection_free": 1, "others": 0}},
                 "reads": {"overload": {"no_connection_free": 0, "others": 2}},
                 "noisy_tenant": {"errors": 3}}""");

        assertThat(new OverloadCommand().goals(figures))
                .filteredOn(goal -> goal.measured().isPresent() && !goal.met())
                .extracting(Goal::name)
                .containsExactly(
                        "writes: calls without a free connection",
                        "reads: other answers than 503",
                        "errors of other tenants");
    }
}
