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

    /** False too where the figure was not measured. */
    public boolean met() {
        return measured.isPresent() && (atLeast ? measured.getAsDouble() >= limit : measured.getAsDouble() <= limit);
    }

    /**
     * Writes and prints goals; returns whether they are met.
     *
     * @param whole whether the run was to measure everything: then a goal without a figure is missed, else it is left
     *     out
     */
    public static boolean write(List<Goal> goals, boolean whole, ObjectNode figures) {
        var judged = goals.stream()
                .filter(goal -> whole || goal.measured.isPresent())
                .toList();
        if (!goals.isEmpty()) {
            var written = figures.putArray("goals");
            judged.forEach(goal -> goal.put(written.addObject()));
        }
        judged.forEach(goal -> System.out.println(goal.line()));
        return judged.stream().allMatch(Goal::met);
    }

    /** Writes the goals whose figures were measured. */
    public static void put(List<Goal> goals, ObjectNode into) {
        if (goals.isEmpty()) {
            return;
        }
        var written = into.putArray("goals");
        goals.stream().filter(goal -> goal.measured.isPresent()).forEach(goal -> goal.put(written.addObject()));
    }

    private void put(ObjectNode written) {
        var _ = written.put("goal", name).put(atLeast ? "at_least" : "at_most", limit);
        measured.ifPresent(figure -> written.put("measured", figure));
        var _ = written.put("met", met());
    }

    private String line() {
        return String.format(
                Locale.ROOT,
                "%-7s %s: %s, at %s %.2f",
                met() ? "met" : "MISSED",
                name,
                measured.isPresent() ? String.format(Locale.ROOT, "%.2f", measured.getAsDouble()) : "not measured",
                atLeast ? "least" : "most",
                limit);
    }
}
