package dev.tollgate.loadtest.gates;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.report.RoundSeries;
import dev.tollgate.loadtest.server.ServerLoad.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * This build by another one: the ratio of each round's pair of starts, its median, and the interval between the second
 * lowest and the second highest pair. For seven pairs that interval contains the true median with 87.5 % probability,
 * whatever the distribution.
 */
final class TwoBuilds {

    private static final Map<String, ToDoubleFunction<Sample>> FIGURES = new TreeMap<>(Map.of(
            "requests_per_second", Sample::perSecond,
            "cpu_us", Sample::cpuMicros,
            "redis_us", Sample::redisMicros,
            "allocated_bytes", Sample::allocatedBytes));

    private TwoBuilds() {}

    /** Writes the ratios of the legs at 256 connections, and returns them as text. */
    static String write(List<Leg> legs, ObjectNode figures) {
        var byName = legs.stream().collect(Collectors.toMap(leg -> leg.name, Function.identity()));
        var text = new StringBuilder("this build by the other: median of the pairs, and their interval\n");
        var written = figures.putObject("this_by_other");
        for (var leg : legs) {
            var other = byName.get(leg.name + Leg.OTHER);
            if (other != null) {
                var ofLeg = written.putObject(leg.name);
                FIGURES.forEach((name, figure) -> {
                    double[] ratios = ratios(leg, other, figure);
                    double low = ratios[Math.min(1, ratios.length - 1)];
                    double median = RoundSeries.median(ratios);
                    double high = ratios[Math.max(ratios.length - 2, 0)];
                    ofLeg.putObject(name).put("low", low).put("median", median).put("high", high);
                    text.append(String.format(
                            Locale.ROOT, "%-20s %-20s %6.3f  (%.3f to %.3f)\n", leg.name, name, median, low, high));
                });
            }
        }
        return text.toString();
    }

    /** The ratio of each pair, ascending. */
    private static double[] ratios(Leg leg, Leg other, ToDoubleFunction<Sample> figure) {
        var ours = leg.rounds(LoadShape.AT_256).all();
        var others = other.rounds(LoadShape.AT_256).all();
        double[] ratios = IntStream.range(0, Math.min(ours.size(), others.size()))
                .mapToDouble(round -> figure.applyAsDouble(ours.get(round)) / figure.applyAsDouble(others.get(round)))
                .toArray();
        Arrays.sort(ratios);
        return ratios;
    }
}
