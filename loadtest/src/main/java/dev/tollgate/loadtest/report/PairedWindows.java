package dev.tollgate.loadtest.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Alternating windows without and with a disturbance, and the confidence interval of their median difference. */
public final class PairedWindows {

    /** From so many pairs on, the second smallest and second largest difference enclose the median with 96 %. */
    private static final int TRIMMED_FROM = 9;

    private record Pair(double without, double with) {}

    private final List<Pair> pairs = new ArrayList<>();

    public void add(double withoutMs, double withMs) {
        pairs.add(new Pair(withoutMs, withMs));
    }

    public void write(ObjectNode figures) {
        var without = pairs.stream().mapToDouble(Pair::without).toArray();
        var with = pairs.stream().mapToDouble(Pair::with).toArray();
        var withoutMs = figures.putArray("without_ms");
        var withMs = figures.putArray("with_ms");
        pairs.forEach(pair -> {
            withoutMs.add(pair.without());
            withMs.add(pair.with());
        });
        var differences = differences();
        figures.put("median_without_ms", RoundSeries.median(without)).put("median_with_ms", RoundSeries.median(with));
        figures.putObject("difference_ms")
                .put("median", RoundSeries.median(differences))
                .put("from", differences[trimmed()])
                .put("to", differences[differences.length - 1 - trimmed()]);
    }

    private int trimmed() {
        return pairs.size() >= TRIMMED_FROM ? 1 : 0;
    }

    private double[] differences() {
        return pairs.stream()
                .mapToDouble(pair -> pair.with() - pair.without())
                .sorted()
                .toArray();
    }
}
