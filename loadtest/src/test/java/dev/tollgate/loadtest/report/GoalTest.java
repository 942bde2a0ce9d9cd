package dev.tollgate.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.JsonTrees;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goals of runs that measured less than the goals speak of. */
class GoalTest {

    private final ObjectNode figures = JsonTrees.object().put("rate", 12);
    private final List<Goal> goals = List.of(
            Goal.atLeast("rate", 10, Goal.at("/rate", figures)),
            Goal.atMost("delay", 10, Goal.at("/delay_misspelt", figures)));

    @Test
    void a_whole_run_misses_a_goal_that_it_did_not_measure() {
        boolean met = Goal.write(goals, true, figures);

        assertThat(met).isFalse();
        assertThat(figures.path("goals").toString())
                .isEqualTo("[{\"goal\":\"rate\",\"at_least\":10.0,\"measured\":12.0,\"met\":true},"
                        + "{\"goal\":\"delay\",\"at_most\":10.0,\"met\":false}]");
    }

    @Test
    void a_run_of_some_parts_leaves_out_what_it_did_not_measure() {
        boolean met = Goal.write(goals, false, figures);

        assertThat(met).isTrue();
        assertThat(figures.path("goals")).hasSize(1);
    }
}
