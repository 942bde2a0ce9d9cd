package dev.tollgate.loadtest.mcp;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.environment.ProcessorTime;
import dev.tollgate.loadtest.gates.Likeness;
import dev.tollgate.loadtest.gates.Side;
import dev.tollgate.loadtest.load.Load;
import dev.tollgate.loadtest.load.Request;
import dev.tollgate.loadtest.load.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** The same tool at both servers under the same load, started in turns. */
final class Beside {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONNECTIONS = 256;
    private static final int SLICE_SECONDS = 5;

    /** A process whose compiler uses less than this is warm. */
    private static final long COMPILING_MICROS_PER_SECOND_MAX = 50_000;

    /** One of them, and what it is asked. */
    record Server(Side side, Request call) {}

    /** Comes back when nothing works on any more behind a server that has stopped. */
    interface Rest {
        void await() throws IOException, InterruptedException;
    }

    private record Round(double perSecond, double cpuMicros, double p50Ms, double p99Ms, long errors) {}

    private final Load load;
    private final McpSize size;
    private final Consumer<String> say;
    private final Rest rest;
    private final Map<String, List<Round>> rounds = new TreeMap<>();

    Beside(Load load, McpSize size, Consumer<String> say, Rest rest) {
        this.rest = rest;
        this.load = load;
        this.size = size;
        this.say = say;
    }

    /** Ours first, then theirs, and the other way round in every second round; none runs before nor after. */
    void run(List<Server> ours, List<Server> theirs, ObjectNode figures) throws IOException, InterruptedException {
        var all = new ArrayList<>(ours);
        all.addAll(theirs);
        for (int i = 0; i < size.rounds(); i++) {
            for (var server : i % 2 == 0 ? all : all.reversed()) {
                server.side().start();
                try {
                    measured(server);
                } finally {
                    server.side().stop();
                }
                rest.await();
            }
        }
        rounds.forEach((name, every) -> write(every, figures.putObject(name)));
        figures.put("connections", CONNECTIONS).put("load", load.name());
        var ratios = figures.putObject("rate_ratio");
        for (var one : ours) {
            var by = ratios.putObject(one.side().name());
            theirs.forEach(other -> by.put(other.side().name(), perSecond(one) / perSecond(other)));
        }
    }

    private double perSecond(Server server) {
        return median(rounds.getOrDefault(server.side().name(), List.of()), Round::perSecond);
    }

    /** Both answer the same: fields, depth and kinds. */
    static void alike(String ours, String theirs) throws IOException {
        var expected = Likeness.shape(JSON.readTree(ours).path("result").toString());
        var given = Likeness.shape(JSON.readTree(theirs).path("result").toString());
        given.removeIf(field -> field.startsWith("/isError "));
        expected.removeIf(field -> field.startsWith("/isError "));
        require(given.equals(expected), "both servers answer one shape: " + given + ", not " + expected);
    }

    private void measured(Server server) throws IOException, InterruptedException {
        var target = new Target(server.side().port(), List.of(server.call()), Era.FAILURE);
        long pid = server.side().pid();
        warmUp(target, pid);
        long cpu = ProcessorTime.micros(pid);
        var window = load.run(target, CONNECTIONS, size.windowSeconds());
        double calls = Math.max(window.successes(), 1);
        var round = new Round(
                window.perSecond(),
                (ProcessorTime.micros(pid) - cpu) / calls,
                window.p50Ms(),
                window.p99Ms(),
                window.errors());
        rounds.computeIfAbsent(server.side().name(), _ -> new ArrayList<>()).add(round);
        say.accept(String.format(
                Locale.ROOT,
                "%-8s %.0f calls/s, %.1f CPU-µs a call, p50 %.1f ms, p99 %.1f ms, %d errors",
                server.side().name(),
                round.perSecond(),
                round.cpuMicros(),
                round.p50Ms(),
                round.p99Ms(),
                round.errors()));
    }

    private void warmUp(Target target, long pid) throws IOException, InterruptedException {
        long compiled = Long.MAX_VALUE;
        for (int left = size.warmUpSeconds();
                left > 0 && compiled > SLICE_SECONDS * COMPILING_MICROS_PER_SECOND_MAX;
                left -= SLICE_SECONDS) {
            long before = ProcessorTime.microsOfCompiler(pid);
            var _ = load.run(target, CONNECTIONS, Math.min(left, SLICE_SECONDS));
            compiled = ProcessorTime.microsOfCompiler(pid) - before;
        }
    }

    private static void write(List<Round> all, ObjectNode figures) {
        var median = figures.putObject("median");
        var each = figures.putObject("rounds");
        add("requests_per_second", all, Round::perSecond, median, each);
        add("cpu_us_per_call", all, Round::cpuMicros, median, each);
        add("p50_ms", all, Round::p50Ms, median, each);
        add("p99_ms", all, Round::p99Ms, median, each);
        figures.put("errors", all.stream().mapToLong(Round::errors).sum());
    }

    private static void add(
            String name, List<Round> all, ToDoubleFunction<Round> figure, ObjectNode median, ObjectNode each) {
        median.put(name, median(all, figure));
        var values = each.putArray(name);
        all.forEach(round -> values.add(figure.applyAsDouble(round)));
    }

    private static double median(List<Round> all, ToDoubleFunction<Round> figure) {
        var sorted = all.stream().mapToDouble(figure).sorted().toArray();
        return sorted.length == 0 ? 0 : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
