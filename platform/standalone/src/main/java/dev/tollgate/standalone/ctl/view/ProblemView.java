package dev.tollgate.standalone.ctl.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Problem documents of the server (RFC 9457) as lines for people. */
public final class ProblemView {
    private ProblemView() {}

    /**
     * The lines of a problem.
     *
     * @param unnamed the first line where the document has no code
     */
    public static List<String> lines(JsonNode problem, String unnamed) {
        var lines = new ArrayList<String>();
        var code = problem.path("code").asText("");
        lines.add(
                code.isEmpty() ? unnamed : code + ": " + problem.path("detail").asText(""));
        var faults = problem.path("field_errors");
        for (var fault : faults) {
            // The detail of a single fault is that fault.
            if (faults.size() > 1) {
                lines.add("  " + fault.path("field").asText() + ": "
                        + fault.path("message").asText());
            }
        }
        if (problem.has("required_scope")) {
            lines.add("  required scope: " + problem.path("required_scope").asText());
        }
        if (problem.has("balance_micros")) {
            lines.add("  balance: "
                    + CellFormat.dollars(problem.path("balance_micros").decimalValue()));
        }
        if (problem.has("resets_at")) {
            lines.add("  resets at: " + problem.path("resets_at").asText());
        }
        if (problem.has("request_id")) {
            lines.add("  request " + problem.path("request_id").asText());
        }
        return lines;
    }
}
