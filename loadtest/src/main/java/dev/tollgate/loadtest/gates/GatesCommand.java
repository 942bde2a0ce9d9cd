package dev.tollgate.loadtest.gates;

import dev.tollgate.loadtest.Bench;
import dev.tollgate.loadtest.environment.Folders;
import dev.tollgate.loadtest.environment.Programs;
import dev.tollgate.loadtest.environment.SplitInstallation;
import dev.tollgate.loadtest.load.Load;
import dev.tollgate.loadtest.load.OwnClient;
import dev.tollgate.loadtest.load.Wrk;
import dev.tollgate.loadtest.report.HtmlReport;
import dev.tollgate.loadtest.report.Report;
import dev.tollgate.loadtest.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code bin/tollgate bench gates}. */
@Command(name = "gates", description = "what the gates cost, beside a bare server and a hand-written service")
public final class GatesCommand implements Callable<Integer> {

    /** More errors than one in so many spoil a figure. */
    private static final int ERRORS_ONE_IN = 100;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Bench bench;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private picocli.CommandLine.Model.CommandSpec spec;

    @Option(names = "--quick", description = "fewer calls and rounds, for the inner loop; the result is gates-quick")
    private boolean quick;

    @Option(names = "--rounds", description = "starts of every process, instead of the usual number")
    private int rounds;

    @Option(names = "--legs", split = ",", description = "only these, with what they are compared with")
    private List<String> legs = List.of();

    @Override
    public Integer call() throws Exception {
        var wanted = wanted();
        var size = (quick ? Size.QUICK : Size.FULL).withRounds(rounds);
        var folder = Files.createTempDirectory("tollgate-bench-");
        var report = new Report(name());
        var peak = peak(folder);
        System.out.println("legs " + String.join(", ", wanted) + "; " + size.rounds() + " rounds; load by "
                + peak.name() + "; at most " + size.minutesMax(wanted.size()) + " minutes; data in " + folder);
        try {
            measured(wanted, size, folder, report, peak);
            Folders.delete(folder);
            return 0;
        } catch (Scenario.Broken broken) {
            System.err.println("broken: " + broken.getMessage() + "\nlogs and data: " + folder);
            return 1;
        } finally {
            if (peak instanceof OwnClient own) {
                own.close();
            }
        }
    }

    private void measured(Set<String> wanted, Size size, Path folder, Report report, Load peak)
            throws IOException, InterruptedException {
        try (var installation = SplitInstallation.start(bench.launcher(), folder)) {
            var gates = new Gates(installation, folder, bench::baseline, size, wanted, System.out);
            report.servers(installation.servers().versions());
            report.figures().put("rounds", size.rounds()).put("load", peak.name());
            var results = gates.run(peak, report);
            shown(results, report);
        }
    }

    private void shown(Results results, Report report) throws IOException {
        var goals = Goal.of(results);
        Figures.write(results, goals, report.figures());
        System.out.println("\n" + new Table(results));
        goals.forEach(goal -> System.out.println(goal.line()));
        for (var leg : results.legs()) {
            long calls = results.calls().getOrDefault(leg, 0L);
            if (results.errors(leg) * ERRORS_ONE_IN > calls) {
                System.out.println("UNSURE " + leg + ": " + results.errors(leg) + " errors beside " + calls
                        + " successes; the machine was overloaded, or a limit was met");
            }
        }
        System.out.println("\nclient, ledger and Redis agree; "
                + report.figures().path("reconcile").asText());
        System.out.println("kept in "
                + report.writeWithCharts(bench.results(), bench.commit(), Clock.systemUTC(), HtmlReport.Page.GATES));
    }

    /** A result of full size is named after what it shows. */
    private String name() {
        if (quick || rounds != 0) {
            return "gates-quick";
        }
        return legs.isEmpty() ? "gates" : "gates-" + String.join("-", legs).replace('/', '-');
    }

    private Set<String> wanted() {
        var wanted = new LinkedHashSet<String>();
        for (var leg : legs.isEmpty() ? Legs.ALL : legs) {
            if (!Legs.ALL.contains(leg)) {
                throw new ParameterException(
                        spec.commandLine(), leg + " is no leg; there are " + String.join(", ", Legs.ALL));
            }
            var other = Legs.comparedWith(leg);
            if (Legs.ALL.contains(other)) {
                wanted.add(other);
            }
            wanted.add(leg);
        }
        return wanted;
    }

    /** The strongest load client there is: wrk where it is installed. */
    public static Load peak(Path folder) {
        return Programs.find("wrk").<Load>map(wrk -> new Wrk(wrk, folder)).orElseGet(() -> {
            System.out.println("wrk is not installed (apt-get install wrk): the load client of our own takes its place,"
                    + " which costs more of the processors that are measured");
            return new OwnClient();
        });
    }
}
