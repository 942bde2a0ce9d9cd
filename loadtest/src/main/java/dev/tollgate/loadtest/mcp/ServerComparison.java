package dev.tollgate.loadtest.mcp;

import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.client.McpRevision;
import dev.tollgate.loadtest.environment.ServerUnderTest;
import dev.tollgate.loadtest.load.LoadGenerator;
import dev.tollgate.loadtest.load.LoadTarget;
import dev.tollgate.loadtest.load.ServerLoad;
import dev.tollgate.loadtest.load.ServerLoad.Sample;
import dev.tollgate.loadtest.report.RoundSeries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The same tool at several servers under the same load; servers are started in turns. */
final class ServerComparison {

    private static final int CONNECTIONS = 256;

    /**
     * Size of a comparison.
     *
     * @param rounds starts of each server
     * @param warmUpSeconds of each start, at most
     * @param windowSeconds of measured load
     */
    record Size(int rounds, int warmUpSeconds, int windowSeconds) {

        static Size of(boolean quick) {
            return quick ? new Size(1, 10, 5) : new Size(3, 60, 15);
        }
    }

    /** Waits until nothing works any more behind a server whose load has ended. */
    interface Drain {
        void await() throws IOException, InterruptedException;
    }

    private final LoadGenerator load;
    private final HttpCall call;
    private final Size size;
    private final Drain drain;
    private final Map<String, RoundSeries<Sample>> rounds = new TreeMap<>();
    private final Map<String, Long> failed = new TreeMap<>();

    ServerComparison(LoadGenerator load, HttpCall call, Size size, Drain drain) {
        this.load = load;
        this.call = call;
        this.size = size;
        this.drain = drain;
    }

    /** Ours first, then the baselines; every second round runs backwards. None runs before nor after. */
    void run(List<? extends ServerUnderTest> ours, List<? extends ServerUnderTest> baselines, ObjectNode figures)
            throws IOException, InterruptedException {
        var all = new ArrayList<ServerUnderTest>(ours);
        all.addAll(baselines);
        all.forEach(server -> rounds.put(server.name(), new RoundSeries<>()));
        ServerUnderTest.inTurns(size.rounds(), all, (server, _) -> {
            measure(server);
            server.stop();
            drain.await();
        });
        rounds.forEach((name, measured) -> {
            var into = figures.putObject(name);
            ServerLoad.write(measured, into);
            into.put("failed_calls", failed.getOrDefault(name, 0L));
        });
        figures.put("connections", CONNECTIONS).put("load", load.name());
        var ratios = figures.putObject("rate_ratio");
        for (var server : ours) {
            var by = ratios.putObject(server.name());
            baselines.forEach(baseline -> by.put(baseline.name(), perSecond(server) / perSecond(baseline)));
        }
    }

    /**
     * A load whose answers are failures where they have one of these texts. Looking for it costs the client more than
     * some servers need for a call, so it is done in the warm-up only; in a measured window the gateway counts.
     */
    private ServerLoad.Source source(ServerUnderTest server, List<String> failures) {
        var target = new LoadTarget(server.port(), List.of(call), failures);
        return seconds -> load.run(target, CONNECTIONS, seconds);
    }

    private double perSecond(ServerUnderTest server) {
        var measured = rounds.getOrDefault(server.name(), new RoundSeries<>());
        return measured.median(Sample::perSecond).orElse(Double.NaN);
    }

    private void measure(ServerUnderTest server) throws IOException, InterruptedException {
        var warm = ServerLoad.warmUp(
                server, size.warmUpSeconds(), List.of(source(server, List.of(McpRevision.TOOL_ERROR))));
        long failedBefore = server.failedCalls();
        var sample = ServerLoad.measure(server, 0, size.windowSeconds(), source(server, List.of()));
        failed.merge(server.name(), warm.errorCount() + server.failedCalls() - failedBefore, Long::sum);
        rounds.getOrDefault(server.name(), new RoundSeries<>()).add(sample);
        say(String.format(
                Locale.ROOT,
                "%-8s %.0f calls/s, %.1f CPU-µs a call, p50 %.1f ms, p99 %.1f ms, %d errors",
                server.name(),
                sample.perSecond(),
                sample.cpuMicros(),
                sample.p50Ms(),
                sample.p99Ms(),
                sample.window().errorCount()));
    }
}
