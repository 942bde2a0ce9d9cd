package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.check.Goal.at;
import static dev.tollgate.loadtest.check.Goal.atMost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.check.Goal;
import dev.tollgate.loadtest.report.BenchReport;
import dev.tollgate.loadtest.report.HtmlReport;
import dev.tollgate.loadtest.run.SizedBenchCommand;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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

    @Option(names = "--scenarios", split = ",", description = "only these: prompt, hanging, paused, ordered, killed")
    private List<String> scenarios = List.of();

    @Option(names = "--rate", description = "events per second, instead of the usual number")
    private int rate;

    @Option(names = "--seconds", description = "length of a measured window, instead of the usual one")
    private int seconds;

    @Option(names = "--kills", description = "kills of the dispatcher, instead of the usual number")
    private int kills;

    @Override
    protected boolean resized() {
        return rate != 0 || seconds != 0 || kills != 0;
    }

    @Override
    protected List<String> chosen() {
        return scenarios;
    }

    @Override
    protected HtmlReport.Page charts() {
        return HtmlReport.Page.WEBHOOKS;
    }

    @Override
    protected void measure(Path folder, BenchReport report) throws Exception {
        var wanted = chosen(SCENARIOS.stream().map(WebhookScenario::name).toList());
        var size = WebhookSize.of(quick(), rate, seconds, kills);
        try (var installation = install(folder, report, WebhookTestbed.LOOPBACK_ALLOWED);
                var testbed = new WebhookTestbed(installation, folder)) {
            for (var scenario : SCENARIOS) {
                if (wanted.contains(scenario.name())) {
                    System.out.println(scenario.name());
                    scenario.run(testbed, size, report.figures().putObject(scenario.name()));
                }
            }
            report.figures().put("reconcile", installation.reconcile());
        }
        Goal.write(goals(report.figures()), report.figures());
    }

    private static List<Goal> goals(ObjectNode figures) {
        return List.of(
                atMost("p95 from commit to receipt, ms", 100, at("/prompt/p95_ms", figures)),
                atMost("p99 from commit to receipt, ms", 500, at("/prompt/p99_ms", figures)),
                atMost(
                        "p95 of the healthy while a tenth hangs, by p95 while none does",
                        1.1,
                        at("/hanging/p95_ratio", figures)));
    }
}
