package dev.tollgate.loadtest.hostile;

import dev.tollgate.loadtest.Bench;
import dev.tollgate.loadtest.client.Account;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.environment.Folders;
import dev.tollgate.loadtest.environment.SplitInstallation;
import dev.tollgate.loadtest.report.Report;
import dev.tollgate.loadtest.scenario.Scenario;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code bin/tollgate bench hostile}. */
@Command(name = "hostile", description = "a caller beside four threads that send bodies of 300,000 items")
public final class HostileCommand implements Callable<Integer> {

    private static final double HOLD_MAX_MS = 20;
    private static final long MONEY_MICROS = 1_000_000_000;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Bench bench;

    @Option(names = "--quick", description = "short windows, for the inner loop; the result is hostile-quick")
    private boolean quick;

    @Override
    public Integer call() throws Exception {
        var size = quick ? HostileSize.QUICK : HostileSize.FULL;
        var folder = Files.createTempDirectory("tollgate-bench-");
        System.out.println("data and logs in " + folder);
        var report = new Report(quick ? "hostile-quick" : "hostile");
        boolean met;
        try (var installation = SplitInstallation.start(bench.launcher(), folder)) {
            report.servers(installation.servers().versions());
            installation.startGateway();
            met = measured(installation, size, report);
        } catch (Scenario.Broken broken) {
            System.err.println("broken: " + broken.getMessage() + "\nlogs and data: " + folder);
            return 1;
        }
        System.out.println("kept in " + report.write(bench.results(), bench.commit(), Clock.systemUTC()));
        Folders.delete(folder);
        return met ? 0 : 1;
    }

    private static boolean measured(SplitInstallation installation, HostileSize size, Report report)
            throws IOException, InterruptedException {
        var base = URI.create("http://127.0.0.1:" + installation.port());
        var hostile = account(installation);
        var scopes = List.of("tasks:read", "tasks:write");
        var attack = new Attack(
                base,
                hostile.credential(Account.Kind.API_KEY, scopes).secret(),
                hostile.credential(Account.Kind.MCP_CLIENT, scopes).secret());
        var key = account(installation).credential(Account.Kind.API_KEY, scopes);
        var neighbour = new Neighbour(new AppClient(AppClient.connections(), base, key.secret()));
        var hold = new LoopHold(installation.managementPort());
        attack.begin();
        var _ = neighbour.work(size.warmUp());
        attack.end();
        var p99 = new Pairs();
        var held = new Pairs();
        double longest = 0;
        for (int pair = 0; pair < size.pairs(); pair++) {
            var _ = hold.longestMs();
            var quiet = neighbour.work(size.window());
            double heldQuiet = hold.longestMs();
            attack.begin();
            var beside = neighbour.work(size.window());
            double heldBeside = hold.longestMs();
            attack.end();
            p99.add(quiet.p99Ms(), beside.p99Ms());
            held.add(heldQuiet, heldBeside);
            longest = Math.max(longest, heldBeside);
            System.out.println(String.format(
                    Locale.ROOT,
                    "pair %d: p99 %.1f and %.1f ms, longest hold of a loop %.1f and %.1f ms, without and with the"
                            + " attack",
                    pair + 1,
                    quiet.p99Ms(),
                    beside.p99Ms(),
                    heldQuiet,
                    heldBeside));
        }
        p99.write(report.figures().putObject("neighbour_p99"));
        held.write(report.figures().putObject("longest_hold"));
        attack.write(report.figures().putObject("answers_to_the_attack"));
        return goals(report, longest, p99.withinNoise());
    }

    private static boolean goals(Report report, double longestMs, boolean withinNoise) {
        boolean held = longestMs <= HOLD_MAX_MS;
        report.figures()
                .putObject("goals")
                .put("longest_hold_ms_at_most", HOLD_MAX_MS)
                .put("longest_hold_ms", longestMs)
                .put("hold_met", held)
                .put("p99_within_noise", withinNoise);
        System.out.println((held ? "met    " : "MISSED ") + " longest hold of a loop " + longestMs + " ms, at most "
                + HOLD_MAX_MS);
        System.out.println(
                (withinNoise ? "met    " : "MISSED ") + " p99 of the neighbour within the noise of its windows");
        return held && withinNoise;
    }

    private static Account account(SplitInstallation installation) {
        var account = Account.prepare(installation.control(), "bench");
        account.topUp(MONEY_MICROS);
        return account;
    }
}
