package dev.tollgate.loadtest.gates;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import dev.tollgate.loadtest.environment.Ports;
import dev.tollgate.loadtest.environment.SplitInstallation;
import dev.tollgate.loadtest.load.Load;
import dev.tollgate.loadtest.load.OwnClient;
import dev.tollgate.loadtest.report.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The whole run: prepares, then rounds of fresh starts with the sides in turns, then compares what was counted. In each
 * second round everything runs the other way round.
 */
final class Gates {

    private static final long IDLE_LOOK_MS = 400;
    /** A tenth of one processor while we look. */
    private static final long IDLE_MICROS = 40_000;

    private static final String BARE_MAIN = "dev.tollgate.loadtest.baselines.bare.BareServer";

    private final SplitInstallation installation;
    private final Path folder;
    private final Path built;
    private final Size size;
    private final Set<String> wanted;
    private final PrintStream out;
    private final Results results = new Results();
    private final ClientCount count = new ClientCount();

    /**
     * A run to be.
     *
     * @param folder where the run writes what it needs
     * @param built the folder of the baselines
     * @param wanted names of legs
     */
    Gates(SplitInstallation installation, Path folder, Path built, Size size, Set<String> wanted, PrintStream out) {
        this.installation = installation;
        this.folder = folder;
        this.built = built;
        this.size = size;
        this.wanted = Set.copyOf(wanted);
        this.out = out;
    }

    /** Measures, compares, and leaves everything in the report. */
    Results run(Load peak, Report report) throws IOException, InterruptedException {
        var gateway = new GatewaySide(installation);
        gateway.start();
        out.println("preparing accounts and records ...");
        var legs = new Legs(installation.control(), gateway, wanted).prepare();
        for (var leg : legs) {
            var answer = Sample.take(leg);
            require(
                    answer.statusCode() / 100 == 2,
                    leg.name() + " answers " + answer.statusCode() + " " + answer.body());
            count.sampled(leg);
            if (leg.name().equals(Legs.GET_WORKSPACE) && wanted.contains(Legs.BARE)) {
                legs = withBare(legs, leg, answer);
            }
        }
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

    private List<Leg> withBare(List<Leg> legs, Leg like, java.net.http.HttpResponse<String> answer) throws IOException {
        var recorded = folder.resolve("workspace.http");
        Sample.write(answer, recorded);
        var side = new BaselineSide(
                Legs.BARE, built.resolve("bare/target"), BARE_MAIN, folder, Ports.free(), List.of(recorded.toString()));
        var all = new ArrayList<Leg>();
        all.add(new Leg(Legs.BARE, side, like.requests(), null));
        all.addAll(legs);
        return all;
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
                run.run(leg, round, fresh);
                fresh = false;
                caughtUp(leg);
                out.println("  " + results.lastLine(leg.name()));
            }
            side.stop();
        }
    }

    private static <T> List<T> turned(List<T> all, boolean backwards) {
        return backwards ? all.reversed() : all;
    }

    /** Waits until meter and servers have little to do: what one leg left must not slow the next. */
    private void caughtUp(Leg leg) throws InterruptedException {
        long end = System.nanoTime() + size.drainMax().toNanos();
        while (System.nanoTime() < end) {
            long before = installation.afterworkMicros();
            TimeUnit.MILLISECONDS.sleep(IDLE_LOOK_MS);
            if (installation.afterworkMicros() - before < IDLE_MICROS) {
                return;
            }
        }
        out.println("  meter and servers are still busy with " + leg.name() + " after " + size.drainMax());
    }
}
