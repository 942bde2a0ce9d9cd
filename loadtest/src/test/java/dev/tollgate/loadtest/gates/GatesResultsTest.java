package dev.tollgate.loadtest.gates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.environment.BaselineServer;
import dev.tollgate.loadtest.environment.LocalMachine.JavaProgram;
import dev.tollgate.loadtest.environment.ServerUnderTest;
import dev.tollgate.loadtest.load.LoadWindow;
import dev.tollgate.loadtest.load.ServerLoad.Sample;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatesResultsTest {

    private static final ServerUnderTest NONE =
            new BaselineServer("none", new JavaProgram("", ""), List.of(), Map.of(), Path.of(""));

    @Test
    void a_goal_is_judged_by_the_medians_of_its_legs_and_left_out_without_them() {
        var bare = leg(Leg.BARE, 1000, 10, 1100);
        var workspace = leg(Leg.GET_WORKSPACE, 400, 500, 9000);

        var goals = new GatesResults(List.of(bare, workspace)).goals();

        assertThat(goals)
                .filteredOn(goal -> goal.name().equals("get_workspace rate by bare, 256"))
                .singleElement()
                .satisfies(goal -> {
                    assertThat(goal.measured()).hasValue(0.5);
                    assertThat(goal.met()).isTrue();
                });
        assertThat(goals)
                .filteredOn(goal -> goal.name().contains("create_task"))
                .allMatch(goal -> goal.measured().isEmpty());
    }

    @Test
    void two_builds_with_three_starts_each_are_compared_by_the_whole_range_of_their_pairs() {
        var ours = leg(Leg.CREATE_TASK, 90, 110, 105);
        var other = leg(Leg.CREATE_TASK + Leg.OTHER, 100, 100, 100);
        var figures = JsonTrees.object();

        var text = new GatesResults(List.of(ours, other)).writeRatios(figures);

        assertThat(figures.at("/this_by_other/create_task/requests_per_second"))
                .isEqualTo(JsonTrees.object()
                        .put("from", 0.9)
                        .put("median", 1.05)
                        .put("to", 1.1)
                        .put("confidence_percent", 75.0));
        assertThat(text).contains("1.050  (0.900 to 1.100, 75 %)");
    }

    /** A leg with these calls in a window of one second each. */
    private static Leg leg(String name, long... rates) {
        var leg = new Leg(name, NONE, List.of(), null);
        for (long rate : rates) {
            var window = new LoadWindow(rate, Map.of(), "", 0, 1, 1, 1, 1);
            leg.rounds(Leg.Shape.AT_256).add(new Sample(window, 10, 10, 1000));
        }
        return leg;
    }
}
