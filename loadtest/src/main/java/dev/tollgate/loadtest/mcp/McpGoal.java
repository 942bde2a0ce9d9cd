package dev.tollgate.loadtest.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** A figure that was promised. */
record McpGoal(String goal, String at, boolean atLeast, double bound) {

    static final List<McpGoal> ALL = List.of(
            new McpGoal("errors of the agents", "/agents/error_count", false, 0),
            new McpGoal("live heap, rise in MiB per minute", "/agents/heap_mib_per_minute", false, 1),
            new McpGoal("connections left over", "/agents/connections/left_over", false, 0),
            new McpGoal("calls a second, by those of the SDK's server", "/beside/rate_ratio/gateway/sdk", true, 3),
            new McpGoal(
                    "the same with the meter on the same processors",
                    "/beside/rate_ratio/gateway_with_meter/sdk",
                    true,
                    3));

    boolean met(double measured) {
        return atLeast ? measured >= bound : measured <= bound;
    }

    /** Writes and prints those that were measured. */
    static void write(ObjectNode figures) {
        var goals = figures.putArray("goals");
        for (var one : ALL) {
            var measured = figures.at(one.at);
            if (measured.isNumber()) {
                boolean met = one.met(measured.asDouble());
                goals.addObject()
                        .put("goal", one.goal)
                        .put(one.atLeast ? "at_least" : "at_most", one.bound)
                        .put("measured", measured.asDouble())
                        .put("met", met);
                System.out.println(String.format(
                        Locale.ROOT,
                        "%-7s %s: %.2f, at %s %.2f",
                        met ? "met" : "MISSED",
                        one.goal,
                        measured.asDouble(),
                        one.atLeast ? "least" : "most",
                        one.bound));
            }
        }
    }
}
