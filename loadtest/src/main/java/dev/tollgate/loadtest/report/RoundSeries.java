package dev.tollgate.loadtest.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Measurements per round, and their medians. */
public final class RoundSeries<T> {

    private static final double HUNDREDTHS = 100;

    private final List<T> rounds = new ArrayList<>();

    public void add(T round) {
        rounds.add(round);
    }

    public List<T> all() {
        return List.copyOf(rounds);
    }

    /** Empty without rounds. */
    public OptionalDouble median(ToDoubleFunction<T> figure) {
        return rounds.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(median(rounds.stream().mapToDouble(figure).toArray()));
    }

    /** The middle value, or the mean of both; at least one value is needed. */
    public static double median(double... values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** Writes median and rounds of each figure, in the order of their names, to hundredths. */
    public void write(Map<String, ToDoubleFunction<T>> figures, ObjectNode into) {
        var medians = into.putObject("median");
        new TreeMap<>(figures)
                .forEach((name, figure) ->
                        medians.put(name, rounded(median(figure).orElse(0))));
        writeRounds(figures, into.putObject("rounds"));
    }

    /** Writes each figure of all rounds. */
    public void writeRounds(Map<String, ToDoubleFunction<T>> figures, ObjectNode into) {
        new TreeMap<>(figures).forEach((name, figure) -> {
            var values = into.putArray(name);
            rounds.forEach(round -> values.add(rounded(figure.applyAsDouble(round))));
        });
    }

    private static double rounded(double value) {
        return Math.round(value * HUNDREDTHS) / HUNDREDTHS;
    }
}
