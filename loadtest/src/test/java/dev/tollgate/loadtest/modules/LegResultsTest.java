package dev.tollgate.loadtest.modules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.report.Goal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LegResultsTest {

    @TempDir
    Path folder;

    @Test
    void a_run_replaces_the_results_of_its_own_legs_only() throws IOException {
        keep(run("first", "races", "clocks"));

        keep(run("second", "clocks"));

        assertThat(kept().at("/legs/races/commit").asText()).isEqualTo("first");
        assertThat(kept().at("/legs/clocks/commit").asText()).isEqualTo("second");
        assertThat(kept().path("legs").fieldNames()).toIterable().containsExactly("races", "clocks");
    }

    @Test
    void a_leg_has_its_own_figures_and_goals_and_what_its_run_reconciled() throws IOException {
        keep(run("first", "races", "clocks"));

        var clocks = kept().at("/legs/clocks");
        assertThat(clocks.at("/figures/p99_ms").asInt()).isEqualTo(7);
        assertThat(clocks.path("reconcile").asText()).isEqualTo("zero drift");
        assertThat(clocks.path("goals")).singleElement().satisfies(goal -> {
            assertThat(goal.path("goal").asText()).isEqualTo("clocks, ms");
            assertThat(goal.path("met").asBoolean()).isTrue();
        });
    }

    private void keep(ObjectNode run) throws IOException {
        var _ = new LegResults(file(), List.of("races", "clocks"), LegResultsTest::goals).keep(run);
    }

    private static List<Goal> goals(ObjectNode figures) {
        return List.of(
                Goal.atMost("races, ms", 5, Goal.at("/races/p99_ms", figures)),
                Goal.atMost("clocks, ms", 10, Goal.at("/clocks/p99_ms", figures)));
    }

    private static ObjectNode run(String commit, String... legs) {
        var run = JsonTrees.object().put("scenario", "modules").put("commit", commit);
        var figures = run.putObject("figures").put("reconcile", "zero drift");
        for (var leg : legs) {
            figures.putObject(leg).put("p99_ms", 7);
        }
        return run;
    }

    private Path file() {
        return folder.resolve("modules.json");
    }

    private JsonNode kept() throws IOException {
        return JsonTrees.read(Files.readString(file()));
    }
}
