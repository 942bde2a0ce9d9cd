package dev.tollgate.loadtest.webhooks;

import dev.tollgate.loadtest.Bench;
import dev.tollgate.loadtest.environment.Folders;
import dev.tollgate.loadtest.report.HtmlReport;
import dev.tollgate.loadtest.report.Report;
import dev.tollgate.loadtest.scenario.Scenario;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code bin/tollgate bench webhooks}. */
@Command(name = "webhooks", description = "events from their commit to a receiver: prompt, fair, in order, never lost")
public final class WebhooksCommand implements Callable<Integer> {

    private static final List<WebhookScenario> SCENARIOS = List.of(
            new PromptDelivery(),
            new HangingEndpoints(),
            new PausedEndpoint(),
            new OrderedEndpoints(),
            new KilledDispatcher());

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Bench bench;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private picocli.CommandLine.Model.CommandSpec spec;

    @Option(names = "--quick", description = "small, for the inner loop; the result is webhooks-quick")
    private boolean quick;

    @Option(names = "--scenarios", split = ",", description = "only these")
    private List<String> scenarios = List.of();

    @Option(names = "--rate", description = "events per second, instead of the usual number")
    private int rate;

    @Option(names = "--seconds", description = "length of a measured window, instead of the usual one")
    private int seconds;

    @Option(names = "--kills", description = "kills of the dispatcher, instead of the usual number")
    private int kills;

    @Override
    public Integer call() throws Exception {
        var wanted = wanted();
        var size = (quick ? WebhookSize.QUICK : WebhookSize.FULL).with(rate, seconds, kills);
        var report = new Report(name());
        var folder = Files.createTempDirectory("tollgate-bench-");
        System.out.println("data and logs in " + folder);
        try (var stand = new WebhookStand(bench.launcher(), bench.receiver(), folder)) {
            report.servers(stand.installation().servers().versions());
            for (var scenario : wanted) {
                System.out.println(scenario.name());
                scenario.run(stand, size, report.figures().putObject(scenario.name()));
            }
            var reconciled = stand.installation().reconcile();
            report.figures().put("reconcile", reconciled.printed());
            Scenario.require(reconciled.exitCode() == 0, "ledger, accounts and Redis agree: " + reconciled.printed());
        } catch (Scenario.Broken broken) {
            System.err.println("broken: " + broken.getMessage() + "\nlogs and data: " + folder);
            return 1;
        }
        WebhookGoals.write(report.figures());
        System.out.println("kept in "
                + report.writeWithCharts(bench.results(), bench.commit(), Clock.systemUTC(), HtmlReport.Page.WEBHOOKS));
        Folders.delete(folder);
        return 0;
    }

    /** A result of full size is named after what it shows. */
    private String name() {
        if (quick || rate != 0 || seconds != 0 || kills != 0) {
            return "webhooks-quick";
        }
        return scenarios.isEmpty() ? "webhooks" : "webhooks-" + String.join("-", scenarios);
    }

    private List<WebhookScenario> wanted() {
        var known = SCENARIOS.stream().map(WebhookScenario::name).toList();
        for (var name : scenarios) {
            if (!known.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        name + " is no scenario; there are " + known.stream().collect(Collectors.joining(", ")));
            }
        }
        return SCENARIOS.stream()
                .filter(one -> scenarios.isEmpty() || scenarios.contains(one.name()))
                .toList();
    }
}
