package dev.tollgate.loadtest.mcp;

import static dev.tollgate.loadtest.check.Goal.at;
import static dev.tollgate.loadtest.check.Goal.atLeast;
import static dev.tollgate.loadtest.check.Goal.atMost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.check.Goal;
import dev.tollgate.loadtest.environment.SplitInstallation;
import dev.tollgate.loadtest.load.LoadGenerator;
import dev.tollgate.loadtest.report.BenchReport;
import dev.tollgate.loadtest.report.HtmlReport;
import dev.tollgate.loadtest.run.SizedBenchCommand;
import dev.tollgate.loadtest.server.GatewayServer;
import dev.tollgate.loadtest.server.McpRevision;
import dev.tollgate.loadtest.server.ResponseShape;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bin/tollgate bench mcp}. */
@Command(
        name = "mcp",
        description = "2,000 agents for ten minutes, and the same tool beside the SDK's server; 30 min, --quick 4 min")
public final class McpCommand extends SizedBenchCommand {

    private static final String AGENTS = "agents";
    private static final String BESIDE = "beside";
    private static final Duration DRAIN_MAX = Duration.ofMinutes(3);

    @Option(names = "--parts", split = ",", description = "only these: " + AGENTS + ", " + BESIDE)
    private List<String> parts = List.of();

    @Option(names = "--agents", description = "how many, instead of the usual number")
    private int agents;

    @Option(names = "--minutes", description = "how long they are observed, instead of the usual time")
    private int minutes;

    @Override
    protected boolean resized() {
        return agents != 0 || minutes != 0;
    }

    @Override
    protected List<String> chosen() {
        return parts;
    }

    @Override
    protected HtmlReport.Page charts() {
        return HtmlReport.Page.MCP;
    }

    @Override
    protected void measure(Path folder, BenchReport report) throws IOException, InterruptedException {
        var wanted = chosen(List.of(AGENTS, BESIDE));
        var size = McpSize.of(quick(), agents, minutes);
        try (var installation = install(folder, report, Map.of())) {
            installation.startGateway();
            if (wanted.contains(AGENTS)) {
                agents(installation, size, report.figures().putObject(AGENTS));
            }
            if (wanted.contains(BESIDE)) {
                beside(installation, folder, size, report.figures().putObject(BESIDE));
            }
            installation.stopGateway();
            installation.startMeter();
            installation.startGateway();
            report.figures().put("reconcile", installation.reconcile());
        }
        Goal.write(goals(report.figures()), report.figures());
    }

    private static void agents(SplitInstallation installation, McpSize size, ObjectNode figures)
            throws IOException, InterruptedException {
        var token = AgentSessions.token(AgentSessions.account(installation));
        var revisions = AgentSessions.revisions(installation.port(), token);
        revisions.forEach(revision -> figures.withArray("revisions").add(revision.version()));
        var sessions = AgentSessions.create(installation, size.agents(), revisions);
        for (var revision : revisions) {
            var _ = AgentSessions.result(installation.port(), AgentSessions.call(revision, token));
        }
        new AgentSoak(new GatewayServer(installation, false), size, McpCommand::say).run(sessions, figures);
    }

    private void beside(SplitInstallation installation, Path folder, McpSize size, ObjectNode figures)
            throws IOException, InterruptedException {
        var gateway = new GatewayServer(installation, false);
        var account = AgentSessions.account(installation);
        var token = AgentSessions.token(account);
        var call = AgentSessions.call(McpRevision.LEGACY, token);
        var list = AgentSessions.result(gateway.port(), McpRevision.LEGACY.list(token));
        var result = (ObjectNode) AgentSessions.result(gateway.port(), call);
        var redis = installation.servers().addresses().redisUrl();
        var baselines = new SdkServers(baseline("mcp-sdk"), redis, account.tenantId(), list, result).create(folder);
        for (var baseline : baselines) {
            baseline.start();
            var other = (ObjectNode) AgentSessions.result(baseline.port(), call);
            // The SDK writes isError for a success, too.
            ResponseShape.requireSame(result.deepCopy().without("isError"), other.without("isError"));
            baseline.stop();
        }
        gateway.stop();
        drain(installation);
        try (var load = LoadGenerator.strongest(folder)) {
            new ServerComparison(load, call, size, McpCommand::say, () -> drain(installation))
                    .run(List.of(gateway, new GatewayServer(installation, true)), baselines, figures);
        }
    }

    /** Lets the meter work off its backlog, and stops it: it belongs to no server that is measured by itself. */
    private static void drain(SplitInstallation installation) throws IOException, InterruptedException {
        installation.startMeter();
        if (!installation.caughtUp(DRAIN_MAX)) {
            say("meter and servers are still busy after " + DRAIN_MAX);
        }
        installation.stopMeter();
    }

    private static List<Goal> goals(ObjectNode figures) {
        var rates = "/beside/rate_ratio/";
        return List.of(
                atMost("errors of the agents", 0, at("/agents/error_count", figures)),
                atMost("live heap, rise in MiB per minute", 1, at("/agents/heap_mib_per_minute", figures)),
                atMost("connections left over", 0, at("/agents/connections/left_over", figures)),
                atLeast("calls a second, by those of the SDK's server", 3, at(rates + "gateway/sdk", figures)),
                atLeast(
                        "the same with the meter on the same processors",
                        3,
                        at(rates + "gateway_with_meter/sdk", figures)));
    }
}
