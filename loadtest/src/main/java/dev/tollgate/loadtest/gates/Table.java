package dev.tollgate.loadtest.gates;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** The medians as text. */
final class Table {

    private static final String HEAD = String.format(
            Locale.ROOT,
            "%-24s %5s %10s %8s %8s %8s %8s %9s %9s",
            "leg",
            "load",
            "requests/s",
            "p50 ms",
            "p99 ms",
            "CPU-µs",
            "Redis-µs",
            "rate by",
            "CPU by");

    private final Results results;

    Table(Results results) {
        this.results = results;
    }

    @Override
    public String toString() {
        var text = new StringBuilder(HEAD).append('\n');
        for (var leg : results.legs()) {
            for (var shape : Shape.values()) {
                if (!results.rounds(leg, shape).isEmpty()) {
                    text.append(line(leg, shape)).append('\n');
                }
            }
        }
        return text.toString();
    }

    private String line(String leg, Shape shape) {
        var to = Legs.comparedWith(leg);
        return String.format(
                Locale.ROOT,
                "%-24s %5s %10.0f %8.2f %8.2f %8.1f %8.1f %9s %9s",
                leg,
                shape.text(),
                of(leg, shape, Measure::perSecond),
                of(leg, shape, Measure::p50Ms),
                of(leg, shape, Measure::p99Ms),
                of(leg, shape, Measure::cpuMicros),
                of(leg, shape, Measure::redisMicros),
                text(shape == Shape.HALF ? OptionalDouble.empty() : results.ratio(leg, to, shape, Measure::perSecond)),
                text(results.ratio(leg, to, shape, Measure::cpuMicros)));
    }

    private double of(String leg, Shape shape, ToDoubleFunction<Measure> figure) {
        return results.median(leg, shape, figure).orElse(Double.NaN);
    }

    private static String text(OptionalDouble ratio) {
        return ratio.isEmpty() ? "" : String.format(Locale.ROOT, "%.2f", ratio.getAsDouble());
    }
}
