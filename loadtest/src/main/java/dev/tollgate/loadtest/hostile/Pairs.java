package dev.tollgate.loadtest.hostile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Windows without and with an attack, in turn, and what can be said of their difference. */
final class Pairs {

    /** From so many pairs on, the second smallest and second largest difference enclose the median in 96 of 100. */
    private static final int TRIMMED_FROM = 9;

    private final List<Double> without = new ArrayList<>();
    private final List<Double> with = new ArrayList<>();

    void add(double withoutMs, double withMs) {
        without.add(withoutMs);
        with.add(withMs);
    }

    void write(ObjectNode figures) {
        without.forEach(figures.putArray("without_ms")::add);
        with.forEach(figures.putArray("with_ms")::add);
        var differences = differences();
        int cut = differences.size() >= TRIMMED_FROM ? 1 : 0;
        figures.put("median_without_ms", median(without)).put("median_with_ms", median(with));
        figures.putObject("difference_ms")
                .put("median", median(differences))
                .put("from", differences.get(cut))
                .put("to", differences.get(differences.size() - 1 - cut));
    }

    /** Whether no difference lies within the interval of the median. */
    boolean withinNoise() {
        var differences = differences();
        int cut = differences.size() >= TRIMMED_FROM ? 1 : 0;
        return differences.get(cut) <= 0;
    }

    private List<Double> differences() {
        var differences = new ArrayList<Double>();
        for (int i = 0; i < with.size(); i++) {
            differences.add(with.get(i) - without.get(i));
        }
        differences.sort(null);
        return differences;
    }

    private static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }
}
