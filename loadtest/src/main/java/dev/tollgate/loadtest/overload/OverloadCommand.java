package dev.tollgate.loadtest.overload;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Goal.at;
import static dev.tollgate.loadtest.report.Goal.atLeast;
import static dev.tollgate.loadtest.report.Goal.atMost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.client.TenantTokens;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.environment.ProcessorSplit;
import dev.tollgate.loadtest.report.BenchReport;
import dev.tollgate.loadtest.report.Goal;
import dev.tollgate.loadtest.run.BenchPart;
import dev.tollgate.loadtest.run.SizedBenchCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code bin/tollgate bench overload}. */
@Command(
        name = "overload",
        description = "three times as many calls as the gateway can answer, and one tenant at ten times its limit;"
                + " 18 min, --quick 8 min")
public final class OverloadCommand extends SizedBenchCommand {

    static final int SECONDS_UNTIL_NORMAL_MAX = 5;

    private static final String TASK = "{\"title\":\"Call Ada about the renewal\"}";
    private static final Duration CATCH_UP_MAX = Duration.ofMinutes(3);
    private static final String WRITES = "writes";
    private static final String READS = "reads";
    private static final List<BenchPart<OverloadTestbed>> PARTS = List.of(
            new BeyondCapacity(WRITES, token -> HttpCall.post("/v1/tasks", token, TASK)),
            new BeyondCapacity(READS, token -> HttpCall.get("/v1/workspace", token)),
            new NoisyTenant());

    @Override
    protected List<String> parts() {
        return PARTS.stream().map(BenchPart::name).toList();
    }

    @Override
    protected BenchReport.Page charts() {
        return BenchReport.Page.OVERLOAD;
    }

    @Override
    protected void measure(Installation installation, BenchReport report) throws Exception {
        var split = ProcessorSplit.apply();
        split.ifPresent(halves -> installation.gateway().startBy(halves.measuredCommand()));
        installation.gateway().start();
        // An operator's cap waits for the account while the meter books on it: the meter has the priority of all
        // others.
        installation.stopMeter();
        installation.startMeter(Map.of());
        var size = OverloadTestbed.Size.of(quick());
        var tenants = TenantTokens.create(installation.control(), size.tenants(), OverloadTestbed.SCOPES);
        var processors = report.figures().putObject("processors");
        if (split.isPresent()) {
            split.get().write(installation.gateway().pid(), processors);
        } else {
            processors.put("shared", true);
        }
        run(PARTS, new OverloadTestbed(installation, tenants, size), report.figures());
        require(installation.caughtUp(CATCH_UP_MAX), "meter and servers are idle within " + CATCH_UP_MAX);
        report.figures().put("reconcile", installation.reconcile());
    }

    @Override
    protected List<Goal> goals(ObjectNode figures) {
        var goals = new ArrayList<Goal>();
        for (var leg : List.of(WRITES, READS)) {
            var path = "/" + leg;
            goals.add(atLeast(leg + ": goodput by peak", 0.9, at(path + "/goodput_by_peak", figures)));
            goals.add(atMost(leg + ": p99 of refusals, ms", 5, at(path + "/overload/refused_ms/p99_ms", figures)));
            goals.add(atMost(
                    leg + ": refusals without Retry-After",
                    0,
                    at(path + "/overload/refused_without_retry_after", figures)));
            goals.add(atMost(
                    leg + ": seconds until normal",
                    SECONDS_UNTIL_NORMAL_MAX,
                    at(path + "/seconds_until_normal", figures)));
            goals.add(atMost(
                    leg + ": calls without a free connection", 0, at(path + "/overload/no_connection_free", figures)));
            goals.add(atMost(leg + ": other answers than 503", 0, at(path + "/overload/others", figures)));
            goals.add(atMost(
                    leg + ": errors below capacity, percent",
                    0.01,
                    at(path + "/half_load_before/errors_percent", figures)));
            for (var reserve : List.of("control", "cap", "health")) {
                goals.add(atMost(
                        leg + ": failures of " + reserve, 0, at(path + "/reserve/" + reserve + "/failures", figures)));
            }
        }
        goals.add(atMost(
                "p99 of other tenants: least difference by a noisy one, ms",
                0,
                at("/noisy_tenant/others_p99/difference_ms/from", figures)));
        goals.add(atMost("errors of other tenants", 0, at("/noisy_tenant/errors", figures)));
        return goals;
    }
}
