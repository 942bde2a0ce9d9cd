package dev.tollgate.loadtest.mcp;

import dev.tollgate.loadtest.Bench;
import dev.tollgate.loadtest.environment.Folders;
import dev.tollgate.loadtest.environment.SplitInstallation;
import dev.tollgate.loadtest.gates.GatesCommand;
import dev.tollgate.loadtest.gates.GatewaySide;
import dev.tollgate.loadtest.load.Load;
import dev.tollgate.loadtest.load.OwnClient;
import dev.tollgate.loadtest.report.HtmlReport;
import dev.tollgate.loadtest.report.Report;
import dev.tollgate.loadtest.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code bin/tollgate bench mcp}. */
@Command(name = "mcp", description = "two thousand agents for a while, and the same tool beside the SDK's own server")
public final class McpCommand implements Callable<Integer> {

    private static final String AGENTS = "agents";
    private static final String BESIDE = "beside";
    private static final Duration REST_MAX = Duration.ofMinutes(3);

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Bench bench;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private picocli.CommandLine.Model.CommandSpec spec;

    @Option(names = "--quick", description = "small, for the inner loop; the result is mcp-quick")
    private boolean quick;

    @Option(names = "--parts", split = ",", description = "only these: " + AGENTS + ", " + BESIDE)
    private List<String> parts = List.of();

    @Option(names = "--agents", description = "how many, instead of the usual number")
    private int agents;

    @Option(names = "--minutes", description = "how long they are watched, instead of the usual time")
    private int minutes;

    @Override
    public Integer call() throws Exception {
        for (var part : parts) {
            if (!part.equals(AGENTS) && !part.equals(BESIDE)) {
                throw new ParameterException(
                        spec.commandLine(), part + " is no part; there are " + AGENTS + ", " + BESIDE);
            }
        }
        var folder = Files.createTempDirectory("tollgate-bench-");
        System.out.println("data and logs in " + folder);
        var report = new Report(name());
        try (var installation = SplitInstallation.start(bench.launcher(), folder)) {
            report.servers(installation.servers().versions());
            measured(installation, folder, report);
            var reconciled = installation.reconcile();
            report.figures().put("reconcile", reconciled.printed());
            Scenario.require(reconciled.exitCode() == 0, "ledger, accounts and Redis agree: " + reconciled.printed());
        } catch (Scenario.Broken broken) {
            System.err.println("broken: " + broken.getMessage() + "\nlogs and data: " + folder);
            return 1;
        }
        McpGoal.write(report.figures());
        System.out.println("kept in "
                + report.writeWithCharts(bench.results(), bench.commit(), Clock.systemUTC(), HtmlReport.Page.MCP));
        Folders.delete(folder);
        return 0;
    }

    private void measured(SplitInstallation installation, Path folder, Report report)
            throws IOException, InterruptedException {
        var size = (quick ? McpSize.QUICK : McpSize.FULL).with(agents, minutes);
        installation.startGateway();
        if (wants(AGENTS)) {
            var token = Agents.token(Agents.account(installation));
            var eras = Agents.eras(installation.port(), token);
            var figures = report.figures().putObject(AGENTS);
            eras.forEach(era -> figures.withArray("revisions").add(era.revision()));
            var all = Agents.parts(installation, size.agents(), eras);
            for (var era : eras) {
                var _ = Asked.result(installation.port(), era.call(token, Agents.TOOL));
            }
            new Watch(new GatewaySide(installation), size, McpCommand::say).run(all, figures);
        }
        if (wants(BESIDE)) {
            beside(installation, folder, size, report);
        } else {
            installation.stopGateway();
        }
        installation.startGateway();
    }

    private void beside(SplitInstallation installation, Path folder, McpSize size, Report report)
            throws IOException, InterruptedException {
        var gateway = new GatewaySide(installation);
        var account = Agents.account(installation);
        var token = Agents.token(account);
        var call = Era.LEGACY.call(token, Agents.TOOL);
        var list = Asked.result(gateway.port(), Era.LEGACY.list(token));
        var result = Asked.result(gateway.port(), call);
        var ours = Asked.response(gateway.port(), call).body();
        var recorded = new SdkServer.Recorded(installation.servers().redisUrl(), account.tenant(), list, result);
        var sides = SdkServer.sides(bench.baseline("mcp-sdk"), recorded, folder);
        for (var side : sides) {
            side.start();
            Beside.alike(ours, Asked.response(side.port(), call).body());
            side.stop();
        }
        gateway.stop();
        rested(installation);
        var withMeter = new MeteredSide(installation);
        var load = GatesCommand.peak(folder);
        try {
            new Beside(load, size, McpCommand::say, () -> rested(installation))
                    .run(
                            List.of(new Beside.Server(gateway, call), new Beside.Server(withMeter, call)),
                            sides.stream()
                                    .map(side -> new Beside.Server(side, call))
                                    .toList(),
                            report.figures().putObject(BESIDE));
        } finally {
            closed(load);
            installation.startMeter();
        }
    }

    /** The meter works off what waits for it, and is gone: it belongs to no server that is measured by itself. */
    private static void rested(SplitInstallation installation) throws IOException, InterruptedException {
        installation.startMeter();
        if (!installation.caughtUp(REST_MAX)) {
            say("meter and servers are still busy after " + REST_MAX);
        }
        installation.stopMeter();
    }

    private static void closed(Load load) {
        if (load instanceof OwnClient own) {
            own.close();
        }
    }

    private static void say(String line) {
        System.out.println("  " + line);
    }

    private boolean wants(String part) {
        return parts.isEmpty() || parts.contains(part);
    }

    /** A result of full size is named after what it shows. */
    private String name() {
        if (quick || agents != 0 || minutes != 0) {
            return "mcp-quick";
        }
        return parts.isEmpty() ? "mcp" : "mcp-" + String.join("-", parts);
    }
}
