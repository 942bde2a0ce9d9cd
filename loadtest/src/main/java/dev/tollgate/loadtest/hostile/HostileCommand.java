package dev.tollgate.loadtest.hostile;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Goal.at;
import static dev.tollgate.loadtest.report.Goal.atMost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.BenchAccount.Kind;
import dev.tollgate.loadtest.client.CallResponse;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.load.LatencyHistogram;
import dev.tollgate.loadtest.report.BenchReport;
import dev.tollgate.loadtest.report.Goal;
import dev.tollgate.loadtest.report.PairedWindows;
import dev.tollgate.loadtest.run.SizedBenchCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code bin/tollgate bench hostile}. */
@Command(
        name = "hostile",
        description = "a tenant beside four callers that send bodies of 300,000 items; 6 min, --quick 2 min")
public final class HostileCommand extends SizedBenchCommand {

    private static final double HOLD_MAX_MS = 20;
    private static final String[] SCOPES = {"tasks:read", "tasks:write"};
    private static final long NEIGHBOUR_PAUSE_MS = 5;

    /** What a window showed: p99 of the neighbour, and the longest delay of a timer on an event loop. */
    private record Window(double p99Ms, double holdMs) {}

    @Override
    protected List<String> parts() {
        return List.of();
    }

    @Override
    protected boolean strict() {
        return true;
    }

    @Override
    protected List<Goal> goals(ObjectNode figures) {
        return List.of(
                atMost("longest hold of a loop, ms", HOLD_MAX_MS, at("/longest_hold_ms", figures)),
                atMost(
                        "p99 of the neighbour: least difference by the attack, ms",
                        0,
                        at("/neighbour_p99/difference_ms/from", figures)));
    }

    @Override
    protected void measure(Installation installation, BenchReport report) throws IOException, InterruptedException {
        installation.gateway().start();
        var hostile = BenchAccount.create(installation.control());
        var attack = new Attack(
                installation.gateway().port(),
                hostile.credential(Kind.API_KEY, SCOPES).secret(),
                hostile.credential(Kind.MCP_CLIENT, SCOPES).secret());
        var neighbour = BenchAccount.create(installation.control())
                .client(installation.gateway().port(), SCOPES);
        // With the attack, so that compiled code is measured on both sides.
        var _ = beside(attack, neighbour, Duration.ofSeconds(quick() ? 5 : 30), installation);
        var window = Duration.ofSeconds(quick() ? 3 : 15);
        var p99 = new PairedWindows();
        var hold = new PairedWindows();
        double longestMs = 0;
        for (int pair = 1; pair <= (quick() ? 7 : 9); pair++) {
            var _ = longestHoldMs(installation);
            var quiet = new Window(p99Ms(neighbour, window), longestHoldMs(installation));
            var beside = beside(attack, neighbour, window, installation);
            p99.add(quiet.p99Ms(), beside.p99Ms());
            hold.add(quiet.holdMs(), beside.holdMs());
            longestMs = Math.max(longestMs, beside.holdMs());
            System.out.println(String.format(
                    Locale.ROOT,
                    "pair %d: p99 %.1f and %.1f ms, longest hold of a loop %.1f and %.1f ms, without and with the"
                            + " attack",
                    pair,
                    quiet.p99Ms(),
                    beside.p99Ms(),
                    quiet.holdMs(),
                    beside.holdMs()));
        }
        p99.write(report.figures().putObject("neighbour_p99"));
        hold.write(report.figures().putObject("longest_hold"));
        attack.write(report.figures().putObject("answers_to_the_attack"));
        report.figures().put("longest_hold_ms", longestMs);
    }

    private static Window beside(Attack attack, AppClient neighbour, Duration time, Installation installation)
            throws InterruptedException {
        try (var callers = attack.start()) {
            var window = new Window(p99Ms(neighbour, time), longestHoldMs(installation));
            callers.stop();
            return window;
        }
    }

    /** The longest delay of a timer on an event loop since the last look. */
    private static double longestHoldMs(Installation installation) {
        return 1e3
                * installation
                        .gateway()
                        .metric("tollgate_loop_lag_seconds")
                        .max()
                        .orElseThrow();
    }

    /** Creates a task and reads it, over and over, at a pace that leaves the processors idle at times. */
    private static double p99Ms(AppClient neighbour, Duration time) throws InterruptedException {
        var latencies = new LatencyHistogram();
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            var task = JsonTrees.object().put("title", "beside an attack");
            var id = timed(neighbour, latencies, "POST", "/v1/tasks", task)
                    .data()
                    .path("id");
            var _ = timed(neighbour, latencies, "GET", "/v1/tasks/" + id.asText(), null);
            TimeUnit.MILLISECONDS.sleep(NEIGHBOUR_PAUSE_MS);
        }
        return latencies.ms(99);
    }

    private static CallResponse timed(
            AppClient neighbour, LatencyHistogram latencies, String method, String path, @Nullable ObjectNode body) {
        long started = System.nanoTime();
        var reply = CallResponse.of(neighbour
                .rest(method, path, UUID.randomUUID().toString(), null, body)
                .join());
        latencies.add(System.nanoTime() - started);
        require(reply.succeeded(), "the neighbour is served, and not answered " + reply.status());
        return reply;
    }
}
