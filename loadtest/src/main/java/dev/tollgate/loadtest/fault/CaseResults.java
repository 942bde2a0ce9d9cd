package dev.tollgate.loadtest.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.JsonTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The file with the last result of each case. A run replaces the results of its own cases, one by one as they end;
 * those of other cases stay, with the commit and the time they were measured at.
 */
final class CaseResults {

    private final Path file;
    private final List<String> cases;
    private final ObjectNode results;

    private CaseResults(Path file, List<String> cases, ObjectNode results) {
        this.file = file;
        this.cases = List.copyOf(cases);
        this.results = results;
    }

    /**
     * Of a file that may not exist yet.
     *
     * @param cases all that there are, in their order; results of others are dropped
     */
    static CaseResults in(Path file, List<String> cases) throws IOException {
        var before = JsonTrees.read(Files.exists(file) ? Files.readString(file) : "");
        var results = JsonTrees.object();
        for (var name : cases) {
            if (before.path("cases").path(name) instanceof ObjectNode result) {
                results.set(name, result);
            }
        }
        return new CaseResults(file, cases, results);
    }

    /** Replaces the result of a case, which says whether it {@code held}, and stores all of them. */
    void keep(String name, ObjectNode result) throws IOException {
        results.set(name, result);
        var _ = Files.createDirectories(file.resolveSibling(""));
        var next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), all().toPrettyString() + "\n");
        var _ = Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Each case is counted: as held, broken, or without a result. */
    private ObjectNode all() {
        var all = JsonTrees.object()
                .put("scenario", "faults")
                .put("cases_of_the_bench", cases.size())
                .put("held", 0);
        var broken = all.putArray("broken");
        var withoutResult = all.putArray("without_result");
        var byName = all.putObject("cases");
        int held = 0;
        for (var name : cases) {
            var result = results.get(name);
            if (result == null) {
                withoutResult.add(name);
            } else if (result.path("held").asBoolean()) {
                held++;
                byName.set(name, result);
            } else {
                broken.add(name);
                byName.set(name, result);
            }
        }
        return all.put("held", held);
    }
}
