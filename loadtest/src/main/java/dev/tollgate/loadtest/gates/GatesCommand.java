package dev.tollgate.loadtest.gates;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.environment.NginxServer;
import dev.tollgate.loadtest.load.LoadGenerator;
import dev.tollgate.loadtest.report.BenchReport;
import dev.tollgate.loadtest.report.Goal;
import dev.tollgate.loadtest.run.BenchCommand;
import dev.tollgate.loadtest.run.SizedBenchCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bin/tollgate bench gates}. */
@Command(
        name = "gates",
        description = "what the gates cost, beside a bare server and a hand-written service; 70 min, --quick 20 min")
public final class GatesCommand extends SizedBenchCommand {

    private static final List<String> LEGS =
            Stream.concat(Leg.NAMES.stream(), SettledLoad.NAMES.stream()).toList();

    @Option(names = "--rounds", description = "starts of every process, instead of the usual number")
    private int rounds;

    @Option(
            names = "--beside",
            paramLabel = "PROGRAM",
            description =
                    "bin/tollgate of another build: only the gateway's legs, this build and the other in turns, 7 starts of each unless --rounds says otherwise; 40 min")
    private @Nullable Path beside;

    /** Of what was measured: they are judged by figures that are not rounded yet. */
    private List<Goal> goals = List.of();

    @Override
    protected List<String> parts() {
        return LEGS;
    }

    @Override
    protected String resultName() {
        if (beside != null) {
            return "gates-two-builds";
        } else if (quick() || rounds > 0) {
            return "gates-quick";
        }
        return chosen().size() < LEGS.size() ? "gates-legs" : "gates";
    }

    @Override
    protected BenchReport.Page charts() {
        return BenchReport.Page.GATES;
    }

    @Override
    protected void measure(Installation installation, BenchReport report) throws IOException, InterruptedException {
        var wanted = wanted();
        var size = beside == null ? GatesRun.Size.of(quick(), rounds) : GatesRun.Size.ofTwoBuilds(rounds);
        var figures = report.figures();
        try (var peak = LoadGenerator.strongest(installation.folder())) {
            System.out.println("legs " + String.join(", ", chosen()) + "; " + size.rounds() + " rounds; load by "
                    + peak.name() + "; at most " + size.minutes(wanted.size(), settledSeconds()) + " minutes");
            figures.put("rounds", size.rounds()).put("load", peak.name());
            var run = new GatesRun(installation, size, peak);
            var measured =
                    beside == null ? run.run(wanted, baselines(installation, wanted)) : run.runBeside(beside, wanted);
            Leg.checkCharges(measured, figures);
            for (var name : settled()) {
                new SettledLoad(installation, peak, SettledLoad.Size.of(quick())).run(name, figures);
            }
            figures.put("reconcile", installation.reconcile());
            var holds = figures.putObject("loop_holds_ms");
            installation.loopHolds().forEach(holds::put);
            var results = new GatesResults(measured);
            results.write(figures);
            System.out.println("\n" + results.table());
            if (beside == null) {
                goals = Stream.concat(results.goals().stream(), SettledGoals.of(figures, results.bareRate()).stream())
                        .toList();
            } else {
                System.out.println(results.writeRatios(figures));
            }
            System.out.println("\nevent loops held for 20 ms and more: " + holds);
            System.out.println("client, ledger and Redis agree; "
                    + figures.path("reconcile").asText());
        }
    }

    @Override
    protected List<Goal> goals(ObjectNode figures) {
        return goals;
    }

    private static BaselineLegs baselines(Installation installation, Set<String> wanted) {
        var nginx = sources("baselines/nginx").resolve("nginx.conf");
        return new BaselineLegs(BenchCommand::baseline, nginx, installation.folder(), wanted);
    }

    private List<String> settled() {
        return beside == null
                ? chosen().stream().filter(SettledLoad.NAMES::contains).toList()
                : List.of();
    }

    private long settledSeconds() {
        return settled().size() * SettledLoad.Size.of(quick()).loadSeconds();
    }

    /** The chosen legs, each after the one that it is compared with. */
    private Set<String> wanted() {
        var wanted = new LinkedHashSet<String>();
        for (var leg : chosen()) {
            if (beside != null) {
                wanted.add(leg);
                continue;
            }
            Stream.of(Leg.comparedWith(leg), leg).filter(Leg.NAMES::contains).forEach(wanted::add);
        }
        if (wanted.contains(Leg.NGINX) && !NginxServer.missing().isEmpty()) {
            System.out.println(NginxServer.missing());
            wanted.remove(Leg.NGINX);
        }
        return wanted;
    }
}
