package dev.tollgate.loadtest.gates;

import dev.tollgate.loadtest.check.Goal;
import dev.tollgate.loadtest.load.LoadGenerator;
import dev.tollgate.loadtest.report.BenchReport;
import dev.tollgate.loadtest.report.HtmlReport;
import dev.tollgate.loadtest.run.SizedBenchCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bin/tollgate bench gates}. */
@Command(
        name = "gates",
        description = "what the gates cost, beside a bare server and a hand-written service; 60 min, --quick 20 min")
public final class GatesCommand extends SizedBenchCommand {

    @Option(names = "--rounds", description = "starts of every process, instead of the usual number")
    private int rounds;

    @Option(names = "--legs", split = ",", description = "only these, and what they are compared with")
    private List<String> legs = List.of();

    @Override
    protected boolean resized() {
        return rounds != 0;
    }

    @Override
    protected List<String> chosen() {
        return legs;
    }

    @Override
    protected HtmlReport.Page charts() {
        return HtmlReport.Page.GATES;
    }

    @Override
    protected void measure(Path folder, BenchReport report) throws IOException, InterruptedException {
        var wanted = wanted();
        var size = GatesSize.of(quick(), rounds);
        try (var installation = install(folder, report, Map.of());
                var peak = LoadGenerator.strongest(folder)) {
            System.out.println("legs " + String.join(", ", wanted) + "; " + size.rounds() + " rounds; load by "
                    + peak.name() + "; at most " + size.minutesMax(wanted.size()) + " minutes");
            report.figures().put("rounds", size.rounds()).put("load", peak.name());
            var measured = new GatesRun(installation, size, peak, GatesCommand::say)
                    .run(wanted, new BaselineLegs(this::baseline, folder, wanted));
            ChargeCheck.run(measured, report.figures());
            report.figures().put("reconcile", installation.reconcile());
            var results = new GatesResults(measured);
            results.write(report.figures());
            System.out.println("\n" + results.table());
            Goal.write(GatesGoals.of(results), report.figures());
            System.out.println("\nclient, ledger and Redis agree; "
                    + report.figures().path("reconcile").asText());
        }
    }

    /** The chosen legs, each after the one that it is compared with. */
    private Set<String> wanted() {
        var wanted = new LinkedHashSet<String>();
        for (var leg : chosen(Leg.NAMES)) {
            Stream.of(Leg.comparedWith(leg), leg).filter(Leg.NAMES::contains).forEach(wanted::add);
        }
        return wanted;
    }
}
