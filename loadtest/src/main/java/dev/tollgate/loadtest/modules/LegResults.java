package dev.tollgate.loadtest.modules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.report.Goal;
import dev.tollgate.loadtest.run.KeptResults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** The file with the last result of each leg: commit, time, machine and servers of its run, its figures and goals. */
final class LegResults {

    private static final String FIGURES = "figures";
    private static final String RECONCILE = "reconcile";

    private final Path file;
    private final List<String> legs;
    private final Function<ObjectNode, List<Goal>> goals;

    /**
     * @param legs all that there are, in their order
     * @param goals of figures by leg
     */
    LegResults(Path file, List<String> legs, Function<ObjectNode, List<Goal>> goals) {
        this.file = file;
        this.legs = List.copyOf(legs);
        this.goals = goals;
    }

    /** Replaces the results of the legs that a run measured; returns the file. */
    Path keep(ObjectNode run) throws IOException {
        var kept = KeptResults.in(file, "legs", legs);
        for (var leg : legs) {
            if (run.path(FIGURES).path(leg) instanceof ObjectNode figures) {
                kept.put(leg, result(run, leg, figures));
            }
        }
        return kept.write(JsonTrees.object().put("scenario", "modules"));
    }

    private ObjectNode result(ObjectNode run, String leg, ObjectNode figures) {
        var result = run.deepCopy();
        result.remove("scenario");
        result.set(RECONCILE, run.path(FIGURES).path(RECONCILE));
        result.set(FIGURES, figures);
        Goal.put(goals.apply(JsonTrees.object().set(leg, figures)), result);
        return result;
    }
}
