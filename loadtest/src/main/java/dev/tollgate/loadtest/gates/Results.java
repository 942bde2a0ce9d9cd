package dev.tollgate.loadtest.gates;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Every window of a run, and what is said about them: medians over the rounds. */
final class Results {

    private final List<Measure> measures = new ArrayList<>();

    void add(Measure measure) {
        measures.add(measure);
    }

    /** The legs in the order they were first measured. */
    List<String> legs() {
        return measures.stream().map(Measure::leg).distinct().toList();
    }

    /** The last window of a leg at 256 connections, for whoever waits. */
    String lastLine(String leg) {
        var last = rounds(leg, Shape.AT_256).getLast();
        return String.format(
                Locale.ROOT,
                "%-24s %8.0f/s  CPU-µs %6.1f  Redis-µs %5.1f  errors %d",
                leg,
                last.perSecond(),
                last.cpuMicros(),
                last.redisMicros(),
                errors(leg));
    }

    List<Measure> rounds(String leg, Shape load) {
        return measures.stream()
                .filter(one -> one.leg().equals(leg) && one.load().equals(load.text()))
                .toList();
    }

    /** Empty where the leg was not measured. */
    OptionalDouble median(String leg, Shape load, ToDoubleFunction<Measure> figure) {
        return median(rounds(leg, load).stream().mapToDouble(figure).sorted().toArray());
    }

    /** One median by another, both of this run; empty where one is missing. */
    OptionalDouble ratio(String leg, String to, Shape load, ToDoubleFunction<Measure> figure) {
        var above = median(leg, load, figure);
        var below = median(to, load, figure);
        return above.isEmpty() || below.isEmpty() || below.getAsDouble() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(above.getAsDouble() / below.getAsDouble());
    }

    /** Calls measured per leg, over all windows and rounds. */
    Map<String, Long> calls() {
        var calls = new LinkedHashMap<String, Long>();
        measures.forEach(one -> calls.merge(one.leg(), one.calls(), Long::sum));
        return calls;
    }

    long errors(String leg) {
        return measures.stream()
                .filter(one -> one.leg().equals(leg))
                .mapToLong(Measure::errors)
                .sum();
    }

    private static OptionalDouble median(double[] sorted) {
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        int middle = sorted.length / 2;
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }
}
