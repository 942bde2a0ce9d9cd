package dev.tollgate.loadtest.mcp;

import static dev.tollgate.loadtest.report.Goal.at;
import static dev.tollgate.loadtest.report.Goal.atLeast;
import static dev.tollgate.loadtest.report.Goal.atMost;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.McpRevision;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.load.LoadGenerator;
import dev.tollgate.loadtest.load.ResponseShape;
import dev.tollgate.loadtest.report.BenchReport;
import dev.tollgate.loadtest.report.Goal;
import dev.tollgate.loadtest.run.SizedBenchCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code bin/tollgate bench mcp}. */
@Command(
        name = "mcp",
        description = "2,000 agents for ten minutes, and the same tool beside the SDK's server; 30 min, --quick 4 min")
public final class McpCommand extends SizedBenchCommand {

    private static final String AGENTS = "agents";
    private static final String BESIDE = "beside";
    private static final Duration DRAIN_MAX = Duration.ofMinutes(3);

    @Override
    protected List<String> parts() {
        return List.of(AGENTS, BESIDE);
    }

    @Override
    protected BenchReport.Page charts() {
        return BenchReport.Page.MCP;
    }

    @Override
    protected void measure(Installation installation, BenchReport report) throws IOException, InterruptedException {
        var figures = report.figures();
        installation.gateway().start();
        if (chosen().contains(AGENTS)) {
            agents(installation, figures.putObject(AGENTS));
        }
        if (chosen().contains(BESIDE)) {
            beside(installation, figures.putObject(BESIDE));
        }
        installation.gateway().stop();
        installation.startMeter();
        installation.gateway().start();
        figures.put("reconcile", installation.reconcile());
    }

    private void agents(Installation installation, ObjectNode figures) throws IOException, InterruptedException {
        var gateway = installation.gateway();
        var size = AgentSoak.Size.of(quick());
        var token = AgentSessions.token(AgentSessions.account(installation));
        var revisions = AgentSessions.revisions(gateway.port(), token);
        revisions.forEach(revision -> figures.withArray("revisions").add(revision.version()));
        var sessions = AgentSessions.create(installation, size.agents(), revisions);
        for (var revision : revisions) {
            var _ = AgentSessions.result(gateway.port(), AgentSessions.call(revision, token));
        }
        new AgentSoak(gateway, size).run(sessions, figures);
    }

    private void beside(Installation installation, ObjectNode figures) throws IOException, InterruptedException {
        var gateway = installation.gateway();
        var account = AgentSessions.account(installation);
        var token = AgentSessions.token(account);
        var call = AgentSessions.call(McpRevision.LEGACY, token);
        var list = AgentSessions.result(gateway.port(), McpRevision.LEGACY.list(token));
        var result = AgentSessions.result(gateway.port(), call);
        var redis = installation.servers().addresses().redisUrl();
        var baselines = new SdkServers(baseline("mcp-sdk"), redis, account.tenantId(), list, result)
                .create(installation.folder());
        for (var baseline : baselines) {
            baseline.start();
            var other = AgentSessions.result(baseline.port(), call);
            // The SDK writes isError for a success, too.
            ResponseShape.requireSame(result.deepCopy().without("isError"), other.without("isError"));
            baseline.stop();
        }
        gateway.stop();
        drain(installation);
        try (var load = LoadGenerator.strongest(installation.folder())) {
            var size = ServerComparison.Size.of(quick());
            new ServerComparison(load, call, size, () -> drain(installation))
                    .run(List.of(gateway, installation.meteredGateway()), baselines, figures);
        }
    }

    /** Lets the meter work off its backlog, and stops it: it belongs to no server that is measured by itself. */
    private static void drain(Installation installation) throws IOException, InterruptedException {
        installation.startMeter();
        if (!installation.caughtUp(DRAIN_MAX)) {
            say("meter and servers are still busy after " + DRAIN_MAX);
        }
        installation.stopMeter();
    }

    @Override
    protected List<Goal> goals(ObjectNode figures) {
        var rates = "/beside/rate_ratio/";
        return List.of(
                atMost("errors of the agents", 0, at("/agents/error_count", figures)),
                atMost("live heap, rise in MiB per minute", 1, at("/agents/heap_mib_per_minute", figures)),
                atMost("connections left over", 0, at("/agents/connections/left_over", figures)),
                atMost("failed calls of the gateway alone", 0, at("/beside/gateway/failed_calls", figures)),
                atLeast("calls a second, by those of the SDK's server", 3, at(rates + "gateway/sdk", figures)),
                atLeast(
                        "the same with the meter on the same processors",
                        3,
                        at(rates + "gateway_with_meter/sdk", figures)));
    }
}
