package dev.tollgate.loadtest.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Alternating windows without and with a disturbance, and the {@link MedianInterval} of their differences. */
public final class PairedWindows {

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
        figures.put("median_without_ms", RoundSeries.median(without)).put("median_with_ms", RoundSeries.median(with));
        var differences =
                pairs.stream().mapToDouble(pair -> pair.with() - pair.without()).toArray();
        MedianInterval.of(differences).write(figures.putObject("difference_ms"));
    }
}
