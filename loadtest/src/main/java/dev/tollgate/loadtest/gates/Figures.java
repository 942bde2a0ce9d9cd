package dev.tollgate.loadtest.gates;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Results as JSON: per leg and load the medians and every round. */
final class Figures {

    private static final Map<String, ToDoubleFunction<Measure>> NAMES = Map.of(
            "requests_per_second", Measure::perSecond,
            "p50_ms", Measure::p50Ms,
            "p99_ms", Measure::p99Ms,
            "cpu_us", Measure::cpuMicros,
            "redis_us", Measure::redisMicros);
    private static final double HUNDREDTHS = 100;

    private Figures() {}

    static void write(Results results, List<Goal> goals, ObjectNode figures) {
        var legs = figures.putObject("legs");
        for (var leg : results.legs()) {
            var written = legs.putObject(leg);
            written.put("calls", results.calls().getOrDefault(leg, 0L)).put("errors", results.errors(leg));
            for (var shape : Shape.values()) {
                if (!results.rounds(leg, shape).isEmpty()) {
                    shape(results, leg, shape, written.putObject(shape.text()));
                }
            }
        }
        var all = figures.putArray("goals");
        for (var goal : goals) {
            all.addObject()
                    .put("goal", goal.name())
                    .put(goal.atLeast() ? "at_least" : "at_most", goal.limit())
                    .put("measured", rounded(goal.measured()))
                    .put("met", goal.met());
        }
    }

    private static void shape(Results results, String leg, Shape shape, ObjectNode into) {
        var median = into.putObject("median");
        var rounds = into.putObject("rounds");
        NAMES.keySet().stream().sorted().forEach(name -> {
            var figure = NAMES.get(name);
            if (figure != null) {
                median.put(name, rounded(results.median(leg, shape, figure).orElse(0)));
                var array = rounds.putArray(name);
                results.rounds(leg, shape).forEach(one -> array.add(rounded(figure.applyAsDouble(one))));
            }
        });
    }

    private static double rounded(double value) {
        return Math.round(value * HUNDREDTHS) / HUNDREDTHS;
    }
}
