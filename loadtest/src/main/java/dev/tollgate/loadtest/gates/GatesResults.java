package dev.tollgate.loadtest.gates;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.load.LoadWindow;
import dev.tollgate.loadtest.server.ServerLoad.Sample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The measured legs as figures and as a table: medians over the rounds, and their ratios. */
final class GatesResults {

    private static final Map<String, ToDoubleFunction<Sample>> FIGURES = new TreeMap<>(Map.of(
            "requests_per_second", Sample::perSecond,
            "p50_ms", Sample::p50Ms,
            "p99_ms", Sample::p99Ms,
            "cpu_us", Sample::cpuMicros,
            "allocated_bytes", Sample::allocatedBytes,
            "redis_us", Sample::redisMicros));
    private static final String COLUMNS = "%-24s %5s %10s %8s %8s %8s %8s %9s %9s\n";

    /** More errors than one in so many calls spoil a figure. */
    private static final int ERRORS_ONE_IN = 100;

    private final Map<String, Leg> legs = new LinkedHashMap<>();

    GatesResults(List<Leg> legs) {
        legs.forEach(leg -> this.legs.put(leg.name, leg));
    }

    /** Empty if the leg was not measured. */
    OptionalDouble median(String leg, LoadShape shape, ToDoubleFunction<Sample> figure) {
        var measured = legs.get(leg);
        return measured == null
                ? OptionalDouble.empty()
                : measured.rounds(shape).median(figure);
    }

    /** One median by another; empty if one is missing. */
    OptionalDouble ratio(String leg, String to, LoadShape shape, ToDoubleFunction<Sample> figure) {
        var above = median(leg, shape, figure);
        var below = median(to, shape, figure);
        return above.isEmpty() || below.isEmpty() || below.getAsDouble() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(above.getAsDouble() / below.getAsDouble());
    }

    /** Writes medians and rounds per leg and load. */
    void write(ObjectNode figures) {
        var written = figures.putObject("legs");
        for (var leg : legs.values()) {
            var into = written.putObject(leg.name)
                    .put("calls", leg.measured(LoadWindow::successes))
                    .put("errors", leg.measured(LoadWindow::errorCount));
            for (var shape : LoadShape.values()) {
                leg.rounds(shape).write(FIGURES, into.putObject(shape.text));
            }
        }
    }

    /** The medians as text, and the legs whose figures are unsure. */
    String table() {
        var text = new StringBuilder(COLUMNS.formatted(
                "leg", "load", "requests/s", "p50 ms", "p99 ms", "CPU-µs", "Redis-µs", "rate by", "CPU by"));
        for (var leg : legs.keySet()) {
            for (var shape : LoadShape.values()) {
                text.append(line(leg, shape));
            }
        }
        for (var leg : legs.values()) {
            long calls = leg.measured(LoadWindow::successes);
            long errors = leg.measured(LoadWindow::errorCount);
            if (errors * ERRORS_ONE_IN > calls) {
                text.append("UNSURE %s: %d errors beside %d successes; the machine was overloaded, or a limit was met\n"
                        .formatted(leg.name, errors, calls));
            }
        }
        return text.toString();
    }

    /** The last window of a leg at 256 connections, as progress. */
    static String progress(Leg leg) {
        var last = leg.rounds(LoadShape.AT_256).all().getLast();
        return String.format(
                Locale.ROOT,
                "%-24s %8.0f/s  CPU-µs %6.1f  Redis-µs %5.1f  errors %d",
                leg.name,
                last.perSecond(),
                last.cpuMicros(),
                last.redisMicros(),
                leg.measured(LoadWindow::errorCount));
    }

    private String line(String leg, LoadShape shape) {
        var to = Leg.comparedWith(leg);
        boolean closedLoop = shape != LoadShape.HALF;
        return COLUMNS.formatted(
                leg,
                shape.text,
                text("%.0f", median(leg, shape, Sample::perSecond)),
                text("%.2f", median(leg, shape, Sample::p50Ms)),
                text("%.2f", median(leg, shape, Sample::p99Ms)),
                text("%.1f", median(leg, shape, Sample::cpuMicros)),
                text("%.1f", median(leg, shape, Sample::redisMicros)),
                closedLoop ? text("%.2f", ratio(leg, to, shape, Sample::perSecond)) : "",
                text("%.2f", ratio(leg, to, shape, Sample::cpuMicros)));
    }

    private static String text(String format, OptionalDouble figure) {
        return figure.isEmpty() ? "" : String.format(Locale.ROOT, format, figure.getAsDouble());
    }
}
