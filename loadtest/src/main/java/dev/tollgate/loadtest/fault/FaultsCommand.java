package dev.tollgate.loadtest.fault;

import static dev.tollgate.loadtest.report.Goal.at;
import static dev.tollgate.loadtest.report.Goal.atLeast;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.embedded.Machine;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.report.BenchReport;
import dev.tollgate.loadtest.report.Goal;
import dev.tollgate.loadtest.run.SizedBenchCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bin/tollgate bench faults}. Each case has a result of its own, kept when the case ends. */
@Command(
        name = "faults",
        description =
                "servers, processes, links and clocks fail under load, and money stays exact; 70 min, --quick 4 min")
public final class FaultsCommand extends SizedBenchCommand {

    @Option(names = "--seed", description = "chooses the moments of all faults; random by default, and printed")
    private long seed = new Random().nextLong(1_000_000);

    private @Nullable FreshTestbeds testbeds;

    @Override
    protected List<String> parts() {
        return all(quick()).stream().map(FaultPart::name).toList();
    }

    /** Every part, in its order. */
    static List<FaultPart> all(boolean quick) {
        var parts = new ArrayList<FaultPart>();
        parts.addAll(ProcessCases.all(quick));
        parts.addAll(ServerCases.redis(quick));
        parts.addAll(KafkaCases.all(quick));
        parts.addAll(ServerCases.postgres());
        parts.addAll(LinkCases.all());
        parts.addAll(ChangeUnderLoad.all());
        parts.addAll(SharedBalance.all(quick));
        parts.add(new RebuildStorm(quick ? 300 : 10_000));
        parts.add(new MonthEnd());
        parts.add(new RestoredDatabase(quick ? 5 : 60));
        parts.add(KafkaCases.logCut());
        parts.addAll(ClockCases.all());
        parts.addAll(ClusterCases.all(quick));
        return parts;
    }

    @Override
    protected Installation installation(Path program, Path folder) throws IOException, InterruptedException {
        testbeds = new FreshTestbeds(program, folder);
        return testbeds.current().installation();
    }

    @Override
    protected void measure(Installation installation, BenchReport report) throws IOException, InterruptedException {
        if (testbeds == null) {
            throw new IllegalStateException("the installation was not started by this bench");
        }
        System.out.println("seed " + seed);
        try (var fresh = testbeds) {
            run(fresh, new TreeMap<>(installation.servers().versions()), report.figures());
        }
    }

    private void run(FreshTestbeds fresh, Map<String, String> versions, ObjectNode figures)
            throws IOException, InterruptedException {
        var results = CaseResults.in(file(), parts());
        int parts = 0;
        int held = 0;
        for (var part : all(quick())) {
            if (chosen().contains(part.name()) && (part.inShortForm() || !quick() || chosenByName())) {
                System.out.println(part.name());
                parts++;
                var result = JsonTrees.object()
                        .put("commit", COMMIT)
                        .put(
                                "measured_at",
                                Clock.systemUTC()
                                        .instant()
                                        .truncatedTo(ChronoUnit.SECONDS)
                                        .toString())
                        .put("machine", Machine.here().text());
                versions.forEach(result.putObject("servers")::put);
                boolean partHeld = new FaultRun(fresh.current(), seed).run(part, result);
                results.keep(part.name(), result);
                held += partHeld ? 1 : 0;
                if (!partHeld) {
                    say("its logs and data: " + fresh.current().installation().folder());
                    fresh.replace();
                }
            }
        }
        figures.put("parts", parts).put("parts_held", held);
    }

    private boolean chosenByName() {
        return chosen().size() < parts().size();
    }

    private Path file() {
        return RESULTS.resolve(resultName() + ".json");
    }

    /** One file, whichever cases a run has. */
    @Override
    protected String resultName() {
        return quick() ? "faults-quick" : "faults";
    }

    @Override
    protected Path keep(BenchReport report) {
        return file();
    }

    @Override
    protected List<Goal> goals(ObjectNode figures) {
        return List.of(
                atLeast("parts whose promises held", figures.path("parts").asInt(), at("/parts_held", figures)));
    }

    @Override
    protected boolean strict() {
        return true;
    }
}
