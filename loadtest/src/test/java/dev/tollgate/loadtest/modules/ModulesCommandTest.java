package dev.tollgate.loadtest.modules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.CallResponse;
import dev.tollgate.loadtest.client.JsonTrees;
import java.net.http.HttpHeaders;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ModulesCommandTest {

    @Test
    void a_goal_is_judged_by_the_figure_of_its_leg_and_left_out_without_it() {
        var figures = (ObjectNode) JsonTrees.read("""
                {"published_304": {"rate_ratio": 0.91}, "files": {"median": {"parts_mb_per_second": 119}}}""");

        var judged = new ModulesCommand()
                .goals(figures).stream()
                        .filter(goal -> goal.measured().isPresent())
                        .toList();

        assertThat(judged).hasSize(2);
        assertThat(judged)
                .filteredOn(goal -> goal.met())
                .singleElement()
                .satisfies(goal -> assertThat(goal.name()).contains("304"));
    }

    @Test
    void every_answer_is_counted_and_only_successes_make_the_rate() {
        var calls = new CountedCalls();
        var figures = JsonTrees.object();

        calls.answered(response(201, "{\"data\":{}}"), TimeUnit.MILLISECONDS.toNanos(3));
        calls.answered(response(409, "{\"code\":\"conflict\"}"), TimeUnit.SECONDS.toNanos(9));
        calls.write(figures);

        assertThat(figures.path("answers"))
                .isEqualTo(JsonTrees.object().put("201", 1L).put("409 conflict", 1L));
        assertThat(figures.path("calls").asLong()).isEqualTo(1);
        assertThat(figures.path("max_ms").asDouble()).isBetween(2.9, 3.1);
    }

    private static CallResponse response(int status, String body) {
        return new CallResponse(status, HttpHeaders.of(Map.of(), (_, _) -> true), body, JsonTrees.read(body));
    }
}
