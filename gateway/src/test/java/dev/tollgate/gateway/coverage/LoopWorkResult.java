package dev.tollgate.gateway.coverage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.embedded.Machine;
import dev.tollgate.gateway.coverage.LoopWork.Cost;
import dev.tollgate.runtime.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What {@link LoopWorkBench} keeps: its figures, and the commit and the machine that they belong to. */
final class LoopWorkResult {

    /** Requests that are kept; the others cost less. */
    private static final int SHOWN = 60;

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40,64}");

    private LoopWorkResult() {}

    /**
     * Figures of a commit on this machine.
     *
     * @param commit that was measured; figures of an unknown one are not kept
     * @param costs the greatest first
     * @param unmeasured requests that could not be made, and why
     */
    static ObjectNode of(String commit, Duration holdMax, List<Cost> costs, Map<String, String> unmeasured) {
        if (!COMMIT.matcher(commit).matches()) {
            throw new IllegalArgumentException("the commit is unknown: " + commit);
        }
        var result = Json.MAPPER
                .createObjectNode()
                .put("scenario", "loop-work")
                .put("commit", commit)
                .put(
                        "measured_at",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        result.set("machine", Json.MAPPER.valueToTree(Machine.here()));
        result.put("hold_max_ms", holdMax.toMillis()).put("requests", costs.size());
        result.set("unmeasured", Json.MAPPER.valueToTree(unmeasured));
        var refused = new TreeMap<String, String>();
        costs.stream().filter(cost -> !cost.isDone()).forEach(cost -> refused.put(cost.request(), cost.outcome()));
        result.set("refused", Json.MAPPER.valueToTree(refused));
        result.set(
                "slowest", Json.MAPPER.valueToTree(costs.stream().limit(SHOWN).toList()));
        return result;
    }

    /** That of the checkout that this runs in, or why it is unknown. */
    static String commit() throws IOException {
        var git = new ProcessBuilder("git", "rev-parse", "HEAD")
                .redirectErrorStream(true)
                .start();
        return new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
}
