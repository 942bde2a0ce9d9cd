package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.report.Goal.at;
import static dev.tollgate.loadtest.report.Goal.atMost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.report.BenchReport;
import dev.tollgate.loadtest.report.Goal;
import dev.tollgate.loadtest.run.SizedBenchCommand;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code bin/tollgate bench webhooks}. */
@Command(
        name = "webhooks",
        description = "events from commit to receiver: prompt, fair, in order, never lost; 45 min, --quick 5 min")
public final class WebhooksCommand extends SizedBenchCommand {

    private static final List<WebhookScenario> SCENARIOS = List.of(
            new PromptDelivery(),
            new HangingEndpoints(),
            new PausedEndpoint(),
            new OrderedEndpoints(),
            new KilledDispatcher());

    @Override
    protected List<String> parts() {
        return SCENARIOS.stream().map(WebhookScenario::name).toList();
    }

    @Override
    protected BenchReport.Page charts() {
        return BenchReport.Page.WEBHOOKS;
    }

    /** Allows a receiver on loopback. */
    @Override
    protected Map<String, String> environment() {
        return Map.of(
                "TOLLGATE_WEBHOOKS_ALLOW_HTTP", "true",
                "TOLLGATE_WEBHOOKS_ALLOWED_ADDRESSES", "127.0.0.1",
                "TOLLGATE_WEBHOOKS_ALLOWED_PORTS", "1024-65535");
    }

    @Override
    protected void measure(Installation installation, BenchReport report) throws Exception {
        try (var testbed = new WebhookTestbed(installation, quick())) {
            run(SCENARIOS, testbed, report.figures());
            report.figures().put("reconcile", installation.reconcile());
        }
    }

    @Override
    protected List<Goal> goals(ObjectNode figures) {
        return List.of(
                atMost("p95 from commit to receipt, ms", 100, at("/prompt/p95_ms", figures)),
                atMost("p99 from commit to receipt, ms", 500, at("/prompt/p99_ms", figures)),
                atMost(
                        "p95 of the healthy while a tenth hangs, by p95 while none does",
                        1.1,
                        at("/hanging/p95_ratio", figures)));
    }
}
