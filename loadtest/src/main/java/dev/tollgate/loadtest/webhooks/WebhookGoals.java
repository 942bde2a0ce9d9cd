package dev.tollgate.loadtest.webhooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** The figures that were promised, and whether they were met. */
record WebhookGoals(String goal, String at, double atMost) {

    static final List<WebhookGoals> ALL = List.of(
            new WebhookGoals("p95 from commit to receipt, ms", "/prompt/p95_ms", 100),
            new WebhookGoals("p99 from commit to receipt, ms", "/prompt/p99_ms", 500),
            new WebhookGoals(
                    "p95 of the healthy while a tenth hangs, by p95 while none does", "/hanging/p95_ratio", 1.1));

    /** Writes and prints those that were measured. */
    static void write(ObjectNode figures) {
        var goals = figures.putArray("goals");
        for (var one : ALL) {
            JsonNode measured = figures.at(one.at);
            if (measured.isNumber()) {
                boolean met = measured.asDouble() <= one.atMost;
                goals.addObject()
                        .put("goal", one.goal)
                        .put("at_most", one.atMost)
                        .put("measured", measured.asDouble())
                        .put("met", met);
                System.out.println(String.format(
                        Locale.ROOT,
                        "%-7s %s: %.2f, at most %.2f",
                        met ? "met" : "MISSED",
                        one.goal,
                        measured.asDouble(),
                        one.atMost));
            }
        }
    }
}
