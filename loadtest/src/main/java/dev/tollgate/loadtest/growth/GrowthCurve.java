package dev.tollgate.loadtest.growth;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.environment.ProcessProbe;
import dev.tollgate.loadtest.load.LoadTarget;
import dev.tollgate.loadtest.load.ServerLoad;
import dev.tollgate.loadtest.report.RoundSeries;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The cost of calls at each size: processor time of gateway, PostgreSQL and Redis per call. The meter is stopped while
 * it is measured, since it works on calls that were answered before.
 */
final class GrowthCurve {

    private static final int CONNECTIONS = 32;
    private static final int WINDOWS = 5;
    private static final Duration CATCH_UP_MAX = Duration.ofMinutes(3);

    private final GrowthTestbed testbed;
    private final GrowthAxis axis;

    GrowthCurve(GrowthTestbed testbed, GrowthAxis axis) {
        this.testbed = testbed;
        this.axis = axis;
    }

    /** Processor microseconds of all that works on a call. */
    private record Work(long micros) {

        static Work now(Installation installation) {
            var servers = installation.servers();
            // Kafka runs in the process that the other servers descend from.
            return new Work(ProcessProbe.cpuMicros(installation.gateway().pid())
                    + ProcessProbe.treeMicros(servers.pid())
                    - ProcessProbe.cpuMicros(servers.pid()));
        }
    }

    /** Cost and latency of a call at one size, and how many calls failed. */
    record Cost(double micros, double p99Ms, long errors) {}

    void measure(ObjectNode figures) throws IOException, InterruptedException {
        var sizes = figures.putArray("sizes");
        var calls = figures.putObject("calls");
        boolean first = true;
        for (int size : axis.sizes()) {
            axis.growTo(size);
            sizes.add(size);
            axis.write(figures);
            var installation = testbed.installation();
            require(installation.caughtUp(CATCH_UP_MAX), "meter and servers are idle within " + CATCH_UP_MAX);
            installation.stopMeter();
            try {
                measure(size, first, calls);
            } finally {
                installation.startMeter();
            }
            first = false;
        }
        calls.forEach(call -> ((ObjectNode) call).put("greatest_by_first", greatestByFirst(call.path("cpu_us"))));
    }

    /** The greatest cost at a later size by that at the first one. */
    static double greatestByFirst(JsonNode costs) {
        double greatest = IntStream.range(1, costs.size())
                .mapToDouble(size -> costs.path(size).asDouble())
                .max()
                .orElseThrow();
        return greatest / costs.path(0).asDouble();
    }

    private void measure(int size, boolean first, ObjectNode calls) throws IOException, InterruptedException {
        for (var call : axis.calls().entrySet()) {
            var cost = cost(call.getValue(), first);
            add(cost, calls.withObject("/" + call.getKey()));
            say(String.format(Locale.ROOT, "%d: %s %.1f us", size, call.getKey(), cost.micros()));
        }
    }

    private Cost cost(LoadTarget target, boolean first) throws IOException, InterruptedException {
        var size = testbed.size();
        ServerLoad.Source source = seconds -> testbed.load().run(target, CONNECTIONS, seconds);
        int warmUp = first ? size.warmUpSeconds() : size.windowSeconds();
        var _ = ServerLoad.warmUp(testbed.installation().gateway(), warmUp, List.of(source));
        var windows = new RoundSeries<Cost>();
        for (int i = 0; i < WINDOWS; i++) {
            var before = Work.now(testbed.installation());
            var window = source.run(size.windowSeconds());
            long micros = Work.now(testbed.installation()).micros() - before.micros();
            windows.add(
                    new Cost(micros / (double) Math.max(window.successes(), 1), window.p99Ms(), window.errorCount()));
        }
        return new Cost(
                windows.median(Cost::micros).orElseThrow(),
                windows.median(Cost::p99Ms).orElseThrow(),
                windows.all().stream().mapToLong(Cost::errors).sum());
    }

    static void add(Cost cost, ObjectNode into) {
        into.withArray("/cpu_us").add(cost.micros());
        into.withArray("/p99_ms").add(cost.p99Ms());
        into.put("errors", into.path("errors").asLong() + cost.errors());
    }
}
