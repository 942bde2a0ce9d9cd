package dev.tollgate.loadtest.growth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.report.Goal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class GrowthCommandTest {

    private static final String MEMORY = "10,000 idle connections, MiB";
    private static final String FAILED = "connections whose first call failed";
    private static final long MIB = 1 << 20;

    private static List<Goal> measured(ObjectNode figures, String... options) {
        var command = new GrowthCommand();
        var _ = new CommandLine(command).parseArgs(options);
        return command.goals(figures).stream()
                .filter(goal -> goal.measured().isPresent())
                .toList();
    }

    private static ObjectNode connections(long residentMib, long heapMib) {
        var figures = JsonTrees.object();
        var connections = figures.putObject("connections").put("failed", 0);
        IdleConnections.writeMemory(residentMib * MIB, heapMib * MIB, connections);
        return figures;
    }

    @Test
    void idle_connections_are_judged_by_the_greater_of_resident_memory_and_live_heap() {
        assertThat(Stream.of(connections(260, 80), connections(11, 260), connections(11, 80))
                        .flatMap(figures -> measured(figures).stream())
                        .filter(goal -> goal.name().equals(MEMORY))
                        .map(Goal::met))
                .containsExactly(false, false, true);
    }

    @Test
    void a_quick_run_does_not_judge_the_memory_of_a_number_of_connections_that_it_does_not_open() {
        assertThat(measured(connections(260, 80), "--quick"))
                .extracting(Goal::name)
                .containsExactly(FAILED);
    }

    @Test
    void a_first_call_that_failed_misses_a_goal() {
        var figures = connections(80, 80);
        figures.withObject("/connections").put("failed", 1);

        assertThat(measured(figures))
                .filteredOn(goal -> !goal.met())
                .extracting(Goal::name)
                .containsExactly(FAILED);
    }

    @Test
    void a_call_that_failed_at_any_size_misses_a_goal() {
        var figures = JsonTrees.object();
        var call = figures.withObject("/calls/calls/get_request").put("greatest_by_first", 1);
        GrowthCurve.add(new GrowthCurve.Cost(10, 1, 0), call);
        GrowthCurve.add(new GrowthCurve.Cost(10, 1, 3), call);
        GrowthCurve.add(new GrowthCurve.Cost(10, 1, 0), call);

        assertThat(measured(figures))
                .filteredOn(goal -> !goal.met())
                .singleElement()
                .satisfies(goal -> {
                    assertThat(goal.name()).startsWith("get_request: errors");
                    assertThat(goal.measured()).hasValue(3);
                });
    }

    @Test
    void a_cost_that_rises_and_falls_again_is_judged_where_it_is_greatest() {
        var costs = JsonTrees.object().putArray("cpu_us").add(10).add(18).add(11);
        var figures = JsonTrees.object();
        figures.withObject("/contacts/calls/get_contact").put("greatest_by_first", GrowthCurve.greatestByFirst(costs));

        assertThat(measured(figures)).singleElement().satisfies(goal -> {
            assertThat(goal.measured()).hasValue(1.8);
            assertThat(goal.met()).isFalse();
        });
    }
}
