package dev.tollgate.loadtest.overload;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.environment.Gateway;
import dev.tollgate.loadtest.load.ArrivalLoad;
import dev.tollgate.loadtest.load.LoadTarget;
import dev.tollgate.loadtest.report.RoundSeries;
import dev.tollgate.loadtest.run.BenchPart;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Three times as many calls as the gateway can answer. The capacity is the rate of a closed loop of the same client.
 * What refusals need is missing in the goodput; the gateway has processors of its own, unless there is only one. How
 * many of them each process used is beside it, and the closed loop once more at the end: more if the capacity was
 * measured too early, less if calls cost more as more is stored.
 *
 * @param call what a token sends
 */
record BeyondCapacity(String name, Function<String, HttpCall> call) implements BenchPart<OverloadTestbed> {

    private static final int CLOSED_CONNECTIONS = 256;
    private static final int CONNECTIONS = 4_096;

    /** Calls are refused once all of them take longer. */
    private static final double DELAY_SECONDS_MAX = 0.1;

    private static final int WINDOWS = 3;
    private static final double FACTOR = 3;
    private static final double HALF = 0.5;
    private static final Duration CATCH_UP_MAX = Duration.ofMinutes(2);
    private static final String DURATION = "tollgate_calls_seconds_";
    private static final String REFUSED = "outcome=\"service_unavailable\"";

    /** In a normal second p99 is at most twice what it was before, and this. */
    private static final double P99_SLACK_MS = 5;

    @Override
    public void run(OverloadTestbed testbed, ObjectNode figures) throws IOException, InterruptedException {
        var target = testbed.target(call);
        var load = new ArrivalLoad();
        var _ = load.closed(target, CLOSED_CONNECTIONS, testbed.size().warmUpSeconds());
        double peak = peak(testbed, load, target, figures.putObject("closed_loop"));
        double half = HALF * peak;
        int connections = connections(peak);
        figures.put("connections", connections);
        int seconds = testbed.size().windowSeconds();
        // Refusals are compiled before they are measured, as calls are.
        var _ = load.run(target, connections, FACTOR * peak, seconds);
        require(testbed.installation().caughtUp(CATCH_UP_MAX), "meter and servers are idle within " + CATCH_UP_MAX);
        var before = LoadTotals.of(load.run(target, connections, half, seconds));
        before.write(figures.putObject("half_load_before"));
        var after = overload(testbed, load, target, peak, figures);
        LoadTotals.of(after).write(figures.putObject("half_load_after"));
        double p99Max = 2 * before.done().ms(99) + P99_SLACK_MS;
        var bySecond =
                after.stream().map(second -> LoadTotals.of(List.of(second))).toList();
        figures.put("seconds_until_normal", secondsUntilNormal(bySecond, p99Max));
        var _ = peak(testbed, load, target, figures.putObject("closed_loop_after"));
        require(testbed.installation().caughtUp(CATCH_UP_MAX), "meter and servers are idle within " + CATCH_UP_MAX);
        say(String.format(
                Locale.ROOT,
                "%s %.2f of the peak, refusals p99 %.1f ms, normal after %d s; the client used %.2f processors, %.2f at"
                        + " the peak",
                name,
                figures.path("goodput_by_peak").asDouble(),
                figures.at("/overload/refused_ms/p99_ms").asDouble(),
                figures.path("seconds_until_normal").asLong(),
                figures.at("/overload/processors/client").asDouble(),
                figures.at("/closed_loop/processors/client").asDouble()));
    }

    /**
     * At least twice as many as are in use when a gateway at its peak begins to refuse. Connections that rest after a
     * refusal bound what is sent all the same: {@code sent_per_second} says it.
     */
    static int connections(double peak) {
        return Math.max(CONNECTIONS, (int) Math.ceil(2 * DELAY_SECONDS_MAX * peak));
    }

    /** The median rate of windows of a closed loop. */
    private static double peak(OverloadTestbed testbed, ArrivalLoad load, LoadTarget target, ObjectNode figures)
            throws IOException, InterruptedException {
        var rates = new double[WINDOWS];
        var seconds = new ArrayList<ArrivalLoad.Second>();
        var processors = new ProcessorShares(testbed.installation(), load);
        for (int i = 0; i < WINDOWS; i++) {
            var window = load.closed(target, CLOSED_CONNECTIONS, testbed.size().windowSeconds());
            rates[i] = LoadTotals.of(window).perSecond();
            seconds.addAll(window);
        }
        processors.write(figures.putObject("processors"));
        double peak = RoundSeries.median(rates);
        var totals = LoadTotals.of(seconds);
        figures.put("per_second", peak).put("calls", totals.calls()).put("errors_percent", totals.errorsPercent());
        var byStatus = figures.putObject("errors");
        totals.errors().forEach(byStatus::put);
        return peak;
    }

    /** Overload, and half of the capacity over the same connections: the seconds of the latter. */
    private static List<ArrivalLoad.Second> overload(
            OverloadTestbed testbed, ArrivalLoad load, LoadTarget target, double peak, ObjectNode figures)
            throws IOException, InterruptedException {
        var gateway = testbed.installation().gateway();
        double refusedBefore = refused(gateway, "sum");
        double countBefore = refused(gateway, "count");
        var into = figures.putObject("overload").put("offered_per_second", FACTOR * peak);
        int overloadSeconds = testbed.size().overloadSeconds();
        var rates = new double[overloadSeconds + testbed.size().windowSeconds()];
        Arrays.fill(rates, HALF * peak);
        Arrays.fill(rates, 0, overloadSeconds, FACTOR * peak);
        List<ArrivalLoad.Second> seconds;
        try (var probe =
                new ReserveProbe(testbed.installation(), testbed.tenants().accounts())) {
            var processors = new AtomicReference<ProcessorShares>();
            seconds = load.run(target, connections(peak), rates, second -> {
                if (second == 0) {
                    processors.set(new ProcessorShares(testbed.installation(), load));
                    probe.start(overloadSeconds);
                } else if (second == overloadSeconds) {
                    Objects.requireNonNull(processors.get()).write(into.putObject("processors"));
                }
            });
            probe.stop(figures.putObject("reserve"));
        }
        var beyond = seconds.subList(0, overloadSeconds);
        var totals = LoadTotals.of(beyond);
        totals.write(into);
        into.put("sent_per_second", totals.sentPerSecond());
        double inGateway =
                (refused(gateway, "sum") - refusedBefore) / Math.max(refused(gateway, "count") - countBefore, 1);
        into.put("refused_mean_ms_in_gateway", 1e3 * inGateway);
        LoadTotals.writeSeries(beyond, into.putObject("series"));
        figures.put("goodput_by_peak", totals.perSecond() / peak);
        return seconds.subList(overloadSeconds, seconds.size());
    }

    private static double refused(Gateway gateway, String figure) {
        return gateway.metric(DURATION + figure, REFUSED).sum();
    }

    /** From the end of the overload to the first of these seconds from which on all are normal. */
    static long secondsUntilNormal(List<LoadTotals> seconds, double p99MaxMs) {
        int normalFrom = seconds.size();
        while (normalFrom > 0 && seconds.get(normalFrom - 1).isNormal(p99MaxMs)) {
            normalFrom--;
        }
        return normalFrom;
    }
}
