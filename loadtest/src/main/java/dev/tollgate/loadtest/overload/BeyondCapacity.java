package dev.tollgate.loadtest.overload;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.environment.Gateway;
import dev.tollgate.loadtest.load.ArrivalLoad;
import dev.tollgate.loadtest.load.LoadTarget;
import dev.tollgate.loadtest.load.LoadWindow;
import dev.tollgate.loadtest.load.VertxLoadGenerator;
import dev.tollgate.loadtest.report.RoundSeries;
import dev.tollgate.loadtest.run.BenchPart;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Three times as many calls as the gateway can answer. The capacity is the rate of a closed loop; clients, gateway and
 * servers share the machine, so what clients and refusals need is missing in the goodput.
 *
 * @param call what a token sends
 */
record BeyondCapacity(String name, Function<String, HttpCall> call) implements BenchPart<OverloadTestbed> {

    private static final int CLOSED_CONNECTIONS = 256;
    private static final int CONNECTIONS = 2_048;
    private static final int WINDOWS = 3;
    private static final double FACTOR = 3;
    private static final double HALF = 0.5;
    private static final Duration CATCH_UP_MAX = Duration.ofMinutes(2);
    private static final double PERCENT = 100;
    private static final String DURATION = "tollgate_calls_seconds_";
    private static final String REFUSED = "outcome=\"service_unavailable\"";

    /** In a normal second p99 is at most twice what it was before, and this. */
    private static final double P99_SLACK_MS = 5;

    @Override
    public void run(OverloadTestbed testbed, ObjectNode figures) throws IOException, InterruptedException {
        var target = testbed.target(call);
        double peak = peak(target, testbed.size(), figures);
        try (var load = new ArrivalLoad()) {
            double half = HALF * peak;
            int seconds = testbed.size().windowSeconds();
            var before = LoadTotals.of(load.run(target, CONNECTIONS, half, seconds));
            before.write(figures.putObject("half_load_before"));
            overload(testbed, load, target, peak, figures);
            var after = load.run(target, CONNECTIONS, half, seconds);
            LoadTotals.of(after).write(figures.putObject("half_load_after"));
            double p99Max = 2 * before.done().ms(99) + P99_SLACK_MS;
            var bySecond =
                    after.stream().map(second -> LoadTotals.of(List.of(second))).toList();
            figures.put("seconds_until_normal", secondsUntilNormal(bySecond, p99Max));
        }
        require(testbed.installation().caughtUp(CATCH_UP_MAX), "meter and servers are idle within " + CATCH_UP_MAX);
        say(String.format(
                Locale.ROOT,
                "%s %.2f of the peak, refusals p99 %.1f ms, normal after %d s",
                name,
                figures.path("goodput_by_peak").asDouble(),
                figures.at("/overload/refused_ms/p99_ms").asDouble(),
                figures.path("seconds_until_normal").asLong()));
    }

    /** The median rate of windows of a closed loop, after a warm-up. */
    private double peak(LoadTarget target, OverloadTestbed.Size size, ObjectNode figures)
            throws IOException, InterruptedException {
        var windows = new ArrayList<LoadWindow>();
        try (var closed = new VertxLoadGenerator()) {
            var _ = closed.run(target, CLOSED_CONNECTIONS, size.warmUpSeconds());
            for (int i = 0; i < WINDOWS; i++) {
                windows.add(closed.run(target, CLOSED_CONNECTIONS, size.windowSeconds()));
            }
        }
        double peak = RoundSeries.median(
                windows.stream().mapToDouble(LoadWindow::perSecond).toArray());
        long errors = windows.stream().mapToLong(LoadWindow::errorCount).sum();
        long calls = errors + windows.stream().mapToLong(LoadWindow::successes).sum();
        var into = figures.putObject("closed_loop").put("per_second", peak).put("calls", calls);
        into.put("errors_percent", PERCENT * errors / Math.max(calls, 1));
        var byStatus = into.putObject("errors");
        windows.forEach(window -> window.addErrors(byStatus));
        return peak;
    }

    private static void overload(
            OverloadTestbed testbed, ArrivalLoad load, LoadTarget target, double peak, ObjectNode figures)
            throws IOException, InterruptedException {
        var gateway = testbed.installation().gateway();
        double refusedBefore = refused(gateway, "sum");
        double countBefore = refused(gateway, "count");
        List<ArrivalLoad.Second> seconds;
        try (var probe = new ReserveProbe(testbed.installation())) {
            probe.start();
            seconds =
                    load.run(target, CONNECTIONS, FACTOR * peak, testbed.size().overloadSeconds());
            probe.stop(figures.putObject("reserve"));
        }
        var totals = LoadTotals.of(seconds);
        var into = figures.putObject("overload").put("offered_per_second", FACTOR * peak);
        totals.write(into);
        double inGateway =
                (refused(gateway, "sum") - refusedBefore) / Math.max(refused(gateway, "count") - countBefore, 1);
        into.put("refused_mean_ms_in_gateway", 1e3 * inGateway);
        LoadTotals.writeSeries(seconds, into.putObject("series"));
        figures.put("goodput_by_peak", totals.perSecond() / peak);
    }

    private static double refused(Gateway gateway, String figure) {
        return gateway.metric(DURATION + figure, REFUSED).sum();
    }

    /** The first second from which on all are normal. */
    static int secondsUntilNormal(List<LoadTotals> seconds, double p99MaxMs) {
        for (int i = seconds.size(); i > 0; i--) {
            if (!seconds.get(i - 1).isNormal(p99MaxMs)) {
                return i;
            }
        }
        return 0;
    }
}
