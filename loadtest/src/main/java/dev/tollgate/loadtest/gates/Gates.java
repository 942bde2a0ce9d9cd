package dev.tollgate.loadtest.gates;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import dev.tollgate.loadtest.environment.SplitInstallation;
import dev.tollgate.loadtest.load.Load;
import dev.tollgate.loadtest.load.OwnClient;
import dev.tollgate.loadtest.report.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The whole run: prepares, then rounds of fresh starts with the sides in turns, then compares what was counted. In each
 * second round everything runs the other way round.
 */
final class Gates {

    private final SplitInstallation installation;
    private final Path folder;
    private final UnaryOperator<String> classPath;
    private final Size size;
    private final Set<String> wanted;
    private final PrintStream out;
    private final Results results = new Results();
    private final ClientCount count = new ClientCount();
    private final Map<String, HttpResponse<String>> samples = new HashMap<>();

    /**
     * A run to be.
     *
     * @param folder where the run writes what it needs
     * @param classPath of each baseline by name
     * @param wanted names of legs
     */
    Gates(
            SplitInstallation installation,
            Path folder,
            UnaryOperator<String> classPath,
            Size size,
            Set<String> wanted,
            PrintStream out) {
        this.installation = installation;
        this.folder = folder;
        this.classPath = classPath;
        this.size = size;
        this.wanted = Set.copyOf(wanted);
        this.out = out;
    }

    /** Measures, compares, and leaves everything in the report. */
    Results run(Load peak, Report report) throws IOException, InterruptedException {
        var gateway = new GatewaySide(installation);
        gateway.start();
        out.println("preparing accounts and records ...");
        var legs = legs(gateway);
        gateway.stop();
        try (var constant = new OwnClient()) {
            var run = new LegRun(size, peak, constant, installation.servers().redisPid(), results, count);
            for (int round = 1; round <= size.rounds(); round++) {
                round(legs, round, run);
            }
        }
        gateway.start();
        new Agreement(installation, count).check(legs, report.figures());
        return results;
    }

    /** All, with what each is compared with before it. */
    private List<Leg> legs(Side gateway) throws IOException, InterruptedException {
        var baselines = new Baselines(classPath, folder, wanted);
        var legs = new ArrayList<Leg>();
        for (var leg : new Legs(installation.control(), gateway, wanted, size).prepare()) {
            var answer = Sample.take(leg);
            require(
                    answer.statusCode() / 100 == 2 && !answer.body().contains(Tools.FAILURE),
                    leg.name() + " answers " + answer.statusCode() + " " + answer.body());
            count.sampled(leg);
            samples.put(leg.name(), answer);
            if (leg.name().equals(Legs.GET_WORKSPACE)) {
                legs.addAll(baselines.bare(leg, answer));
            }
            legs.add(leg);
        }
        try {
            legs.addAll(baselines.postgres(installation.servers(), size.contacts()));
        } catch (SQLException e) {
            throw new IOException("no database for the baseline", e);
        }
        legs.sort(Comparator.comparingInt(leg -> Legs.ALL.indexOf(leg.name())));
        return List.copyOf(legs);
    }

    private void round(List<Leg> legs, int round, LegRun run) throws IOException, InterruptedException {
        out.println("round " + round + " of " + size.rounds());
        boolean backwards = round % 2 == 0;
        var sides = turned(legs.stream().map(Leg::side).distinct().toList(), backwards);
        for (var side : sides) {
            side.start();
            var own =
                    turned(legs.stream().filter(leg -> leg.side().equals(side)).toList(), backwards);
            boolean fresh = true;
            for (var leg : own) {
                alike(leg);
                run.run(leg, round, fresh);
                fresh = false;
                caughtUp(leg);
                out.println("  " + results.lastLine(leg.name()));
            }
            side.stop();
        }
    }

    /** A yardstick answers what ours answers. */
    private void alike(Leg leg) throws IOException, InterruptedException {
        var ours = samples.get(
                leg.name().equals(Legs.BARE) ? Legs.GET_WORKSPACE : leg.name().replace(Legs.POSTGRES, ""));
        if (leg.bill() != null || ours == null) {
            return;
        }
        var theirs = Sample.take(leg);
        if (leg.name().equals(Legs.BARE)) {
            Likeness.ofHeadAndSize(ours, theirs);
        } else {
            Likeness.ofShape(ours, theirs);
        }
    }

    private static <T> List<T> turned(List<T> all, boolean backwards) {
        return backwards ? all.reversed() : all;
    }

    /** Waits until meter and servers have little to do: what one leg left must not slow the next. */
    private void caughtUp(Leg leg) throws InterruptedException {
        if (!installation.caughtUp(size.drainMax())) {
            out.println("  meter and servers are still busy with " + leg.name() + " after " + size.drainMax());
        }
    }
}
