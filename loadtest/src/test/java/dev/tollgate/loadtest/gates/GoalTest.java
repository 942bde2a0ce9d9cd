package dev.tollgate.loadtest.gates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.loadtest.load.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoalTest {

    @Test
    void a_goal_is_judged_by_the_medians_of_its_legs_and_left_out_without_them() {
        var results = new Results();
        for (var rates : List.of(new long[] {1000, 400}, new long[] {10, 500}, new long[] {1100, 9000})) {
            results.add(measure(Legs.BARE, rates[0]));
            results.add(measure(Legs.GET_WORKSPACE, rates[1]));
        }

        var goals = Goal.of(results);

        assertThat(goals)
                .filteredOn(goal -> goal.name().equals("get_workspace rate by bare, 256"))
                .singleElement()
                .satisfies(goal -> {
                    assertThat(goal.measured()).isEqualTo(0.5);
                    assertThat(goal.met()).isTrue();
                });
        assertThat(goals).extracting(Goal::name).noneMatch(name -> name.contains("create_task"));
    }

    private static Measure measure(String leg, long calls) {
        return Measure.of(leg, Shape.AT_256, 1, new Window(calls, 0, 0, 1, 1, 1), 10, 10);
    }
}
