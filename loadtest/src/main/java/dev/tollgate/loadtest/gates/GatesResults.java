package dev.tollgate.loadtest.gates;

import static dev.tollgate.loadtest.report.Goal.atLeast;
import static dev.tollgate.loadtest.report.Goal.atMost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.gates.Leg.Shape;
import dev.tollgate.loadtest.load.LoadWindow;
import dev.tollgate.loadtest.load.ServerLoad.Sample;
import dev.tollgate.loadtest.report.Goal;
import dev.tollgate.loadtest.report.MedianInterval;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The measured legs as figures and as a table: medians over the rounds, and their ratios. */
final class GatesResults {

    private static final Map<String, ToDoubleFunction<Sample>> FIGURES = Map.of(
            "requests_per_second", Sample::perSecond,
            "p50_ms", Sample::p50Ms,
            "p99_ms", Sample::p99Ms,
            "cpu_us", Sample::cpuMicros,
            "allocated_bytes", Sample::allocatedBytes,
            "redis_us", Sample::redisMicros);
    /** Those that two builds are compared by. */
    private static final Set<String> COMPARED = Set.of("requests_per_second", "cpu_us", "redis_us", "allocated_bytes");

    private static final ToDoubleFunction<Sample> RATE = Sample::perSecond;
    private static final ToDoubleFunction<Sample> CPU = Sample::cpuMicros;
    private static final ToDoubleFunction<Sample> REDIS = Sample::redisMicros;
    private static final String WORKSPACE = Leg.GET_WORKSPACE;
    private static final String COLUMNS = "%-24s %5s %10s %8s %8s %8s %8s %9s %9s\n";

    /** More errors than one in so many calls spoil a figure. */
    private static final int ERRORS_ONE_IN = 100;

    private final Map<String, Leg> legs = new LinkedHashMap<>();

    GatesResults(List<Leg> legs) {
        legs.forEach(leg -> this.legs.put(leg.name, leg));
    }

    /** Empty if the leg was not measured. */
    OptionalDouble median(String leg, Shape shape, ToDoubleFunction<Sample> figure) {
        var measured = legs.get(leg);
        return measured == null
                ? OptionalDouble.empty()
                : measured.rounds(shape).median(figure);
    }

    /** One median by another; empty if one is missing. */
    OptionalDouble ratio(String leg, String to, Shape shape, ToDoubleFunction<Sample> figure) {
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
            for (var shape : Shape.values()) {
                leg.rounds(shape).write(FIGURES, into.putObject(shape.text));
            }
        }
    }

    /** The medians as text, and the legs whose figures are unsure. */
    String table() {
        var text = new StringBuilder(COLUMNS.formatted(
                "leg", "load", "requests/s", "p50 ms", "p99 ms", "CPU-µs", "Redis-µs", "rate by", "CPU by"));
        for (var leg : legs.keySet()) {
            for (var shape : Shape.values()) {
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
        var last = leg.rounds(Shape.AT_256).all().getLast();
        return String.format(
                Locale.ROOT,
                "%-24s %8.0f/s  CPU-µs %6.1f  Redis-µs %5.1f  errors %d",
                leg.name,
                last.perSecond(),
                last.cpuMicros(),
                last.redisMicros(),
                leg.measured(LoadWindow::errorCount));
    }

    private String line(String leg, Shape shape) {
        var to = Leg.comparedWith(leg);
        boolean closedLoop = shape == Shape.AT_64 || shape == Shape.AT_256;
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

    /** Goals for the cost of the gates. */
    List<Goal> goals() {
        return List.of(
                atMost("get_workspace CPU by bare, 256", 1.8, ratio(WORKSPACE, Leg.BARE, Shape.AT_256, CPU)),
                atLeast("get_workspace rate by bare, 256", 0.45, ratio(WORKSPACE, Leg.BARE, Shape.AT_256, RATE)),
                atMost("get_workspace CPU by bare, 64", 2.2, ratio(WORKSPACE, Leg.BARE, Shape.AT_64, CPU)),
                atLeast("get_workspace rate by bare, 64", 0.28, ratio(WORKSPACE, Leg.BARE, Shape.AT_64, RATE)),
                atLeast("get_workspace rate by nginx, 256", 1, ratio(WORKSPACE, Leg.NGINX, Shape.AT_256, RATE)),
                atMost("Redis CPU-µs per get_workspace, 256", 2.5, median(WORKSPACE, Shape.AT_256, REDIS)),
                atMost("get_workspace p99 ms at half load, 256", 15, median(WORKSPACE, Shape.HALF, Sample::p99Ms)),
                atMost("get_workspace p99 ms at half load, 64", 10, median(WORKSPACE, Shape.HALF_64, Sample::p99Ms)),
                byPostgres(Leg.GET_CONTACT, 0.65),
                byPostgres(Leg.CREATE_TASK, 0.65),
                byPostgres(Leg.SEARCH_CONTACTS, 0.6),
                byRest(WORKSPACE),
                byRest(Leg.GET_CONTACT),
                byRest(Leg.CREATE_TASK),
                atLeast("tools/list per second, 256", 20_000, median(Leg.TOOLS_LIST, Shape.AT_256, RATE)));
    }

    /** The rate of the bare server at 256 connections, which what is settled is compared with. */
    OptionalDouble bareRate() {
        return median(Leg.BARE, Shape.AT_256, RATE);
    }

    private Goal byPostgres(String operation, double ratio) {
        return atLeast(
                operation + " rate by baselines/postgres, 256",
                ratio,
                ratio(operation, Leg.POSTGRES + operation, Shape.AT_256, RATE));
    }

    private Goal byRest(String operation) {
        return atLeast(
                "MCP " + operation + " rate by REST, 256",
                0.9,
                ratio(Leg.MCP + operation, operation, Shape.AT_256, RATE));
    }

    /**
     * Writes this build by another one, at 256 connections, and returns it as text: the {@link MedianInterval} of the
     * ratios, one of each round's pair of starts.
     */
    String writeRatios(ObjectNode figures) {
        var text = new StringBuilder("this build by the other: median of the pairs, its interval and confidence\n");
        var written = figures.putObject("this_by_other");
        for (var leg : legs.values()) {
            var other = legs.get(leg.name + Leg.OTHER);
            if (other != null) {
                var ofLeg = written.putObject(leg.name);
                new TreeMap<>(FIGURES).forEach((name, figure) -> {
                    if (!COMPARED.contains(name)) {
                        return;
                    }
                    var interval = MedianInterval.of(ratios(leg, other, figure));
                    interval.write(ofLeg.putObject(name));
                    text.append(String.format(
                            Locale.ROOT,
                            "%-20s %-20s %6.3f  (%.3f to %.3f, %.0f %%)\n",
                            leg.name,
                            name,
                            interval.median(),
                            interval.from(),
                            interval.to(),
                            interval.confidencePercent()));
                });
            }
        }
        return text.toString();
    }

    /** The ratio of each pair. */
    private static double[] ratios(Leg leg, Leg other, ToDoubleFunction<Sample> figure) {
        var ours = leg.rounds(Shape.AT_256).all();
        var others = other.rounds(Shape.AT_256).all();
        return IntStream.range(0, Math.min(ours.size(), others.size()))
                .mapToDouble(round -> figure.applyAsDouble(ours.get(round)) / figure.applyAsDouble(others.get(round)))
                .toArray();
    }
}
