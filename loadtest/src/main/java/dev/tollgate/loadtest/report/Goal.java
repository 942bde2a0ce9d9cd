package dev.tollgate.loadtest.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A promised figure and the measured one. A missed goal is reported; it does not end the run.
 *
 * @param limit the least or the most the figure may be
 * @param measured empty if the run did not measure it
 */
public record Goal(String name, boolean atLeast, double limit, OptionalDouble measured) {

    public static Goal atLeast(String name, double limit, OptionalDouble measured) {
        return new Goal(name, true, limit, measured);
    }

    public static Goal atMost(String name, double limit, OptionalDouble measured) {
        return new Goal(name, false, limit, measured);
    }

    /** The figure at a JSON pointer. */
    public static OptionalDouble at(String pointer, ObjectNode figures) {
        var figure = figures.at(pointer);
        return figure.isNumber() ? OptionalDouble.of(figure.asDouble()) : OptionalDouble.empty();
    }

    public boolean met() {
        return atLeast ? measured.orElseThrow() >= limit : measured.orElseThrow() <= limit;
    }

    /** Writes and prints the goals whose figures were measured; returns whether these are met. */
    public static boolean write(List<Goal> goals, ObjectNode figures) {
        put(goals, figures);
        goals.forEach(goal -> goal.measured.ifPresent(measured -> System.out.println(goal.line(measured))));
        return goals.stream().allMatch(goal -> goal.measured.isEmpty() || goal.met());
    }

    /** Writes the goals whose figures were measured. */
    public static void put(List<Goal> goals, ObjectNode into) {
        if (goals.isEmpty()) {
            return;
        }
        var written = into.putArray("goals");
        for (var goal : goals) {
            goal.measured.ifPresent(measured -> written.addObject()
                    .put("goal", goal.name)
                    .put(goal.atLeast ? "at_least" : "at_most", goal.limit)
                    .put("measured", measured)
                    .put("met", goal.met()));
        }
    }

    private String line(double measuredFigure) {
        return String.format(
                Locale.ROOT,
                "%-7s %s: %.2f, at %s %.2f",
                met() ? "met" : "MISSED",
                name,
                measuredFigure,
                atLeast ? "least" : "most",
                limit);
    }
}
