package dev.tollgate.loadtest.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.run.KeptResults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The file with the last result of each case. A run replaces the results of its own cases, one by one as they end. */
final class CaseResults {

    private final List<String> cases;
    private final KeptResults results;

    private CaseResults(List<String> cases, KeptResults results) {
        this.cases = List.copyOf(cases);
        this.results = results;
    }

    /**
     * Of a file that may not exist yet.
     *
     * @param cases all that there are, in their order; results of others are dropped
     */
    static CaseResults in(Path file, List<String> cases) throws IOException {
        return new CaseResults(cases, KeptResults.in(file, "cases", cases));
    }

    /** Replaces the result of a case, which says whether it {@code held}, and stores all of them. */
    void keep(String name, ObjectNode result) throws IOException {
        results.put(name, result);
        var _ = results.write(counts());
    }

    /** Each case is counted: as held, broken, or without a result. */
    private ObjectNode counts() {
        var counts = JsonTrees.object()
                .put("scenario", "faults")
                .put("cases_of_the_bench", cases.size())
                .put("held", 0);
        var broken = counts.putArray("broken");
        var withoutResult = counts.putArray("without_result");
        int held = 0;
        for (var name : cases) {
            var result = results.of(name);
            if (result == null) {
                withoutResult.add(name);
            } else if (result.path("held").asBoolean()) {
                held++;
            } else {
                broken.add(name);
            }
        }
        return counts.put("held", held);
    }
}
