package dev.tollgate.loadtest.gates;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.BenchAccount.Kind;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.environment.AppendedFiles;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.load.LoadGenerator;
import dev.tollgate.loadtest.load.LoadTarget;
import dev.tollgate.loadtest.load.LoadWindow;
import dev.tollgate.loadtest.report.RoundSeries;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Calls until everything that follows them is done: the clock stops when the last call is booked, audited, sealed and
 * visible. One tenant ({@code sustained}), or many of which few make most of the calls ({@code many_tenants}).
 */
final class SettledLoad {

    static final String SUSTAINED = "sustained";
    static final String MANY_TENANTS = "many_tenants";
    static final List<String> NAMES = List.of(SUSTAINED, MeterAlone.ONE_TENANT, MANY_TENANTS, MeterAlone.MANY_TENANTS);
    private static final Set<String> OF_ONE_TENANT = Set.of(SUSTAINED, MeterAlone.ONE_TENANT);

    private static final int CONNECTIONS = 256;
    private static final Duration DRAIN_MAX = Duration.ofMinutes(5);
    private static final long READ_MICROS = 20;
    private static final int ACCOUNTS_AT_ONCE = 8;
    /** Prepared calls of many tenants; tenant k makes a share of 1/k of them. */
    private static final int CALLS = 20_000;

    private static final double NANOS = 1e9;
    private static final long SEED = 20_261_127;

    /**
     * Size of a measurement.
     *
     * @param warmUpSeconds load before the first round
     * @param seconds load of a round
     */
    record Size(int tenants, int rounds, int warmUpSeconds, int seconds) {

        static Size of(boolean quick) {
            return quick ? new Size(100, 1, 15, 15) : new Size(1_000, 3, 30, 60);
        }

        /** How long a leg is under load, at most; what follows its calls takes longer. */
        long loadSeconds() {
            return warmUpSeconds + (long) rounds * seconds;
        }
    }

    /** A load and what it took until it was settled, as figures by name. */
    private record Round(LoadWindow window, Map<String, Double> figures) {

        static Round of(LoadWindow window, double seconds, Consumption before, Consumption after) {
            var figures = new LinkedHashMap<String, Double>();
            figures.put("settled_per_second", window.successes() / seconds);
            figures.put("answered_per_second", window.perSecond());
            figures.put("seconds_until_settled", seconds);
            figures.put("errors", (double) window.errorCount());
            figures.put("errors_percent", SettledGoals.percent(window.errorCount(), window.successes()));
            figures.put("p99_ms", window.p99Ms());
            figures.put("checkpoints", (double) after.checkpoints() - before.checkpoints());
            after.perCall(before, (double) Math.max(window.successes(), 1), figures::put);
            return new Round(window, figures);
        }

        String text() {
            var text = figures.entrySet().stream()
                    .map(figure -> String.format(Locale.ROOT, "%s %.2f", figure.getKey(), figure.getValue()))
                    .collect(Collectors.joining(", "));
            return window.errorCount() == 0 ? text : text + "; errors " + window.errors() + ' ' + window.firstError();
        }

        double figure(String name) {
            return figures.getOrDefault(name, 0.0);
        }
    }

    /** What has been used by now. */
    private interface Measured {
        Consumption now() throws IOException, InterruptedException;
    }

    private record Account(BenchAccount account, String token) {}

    private final Installation installation;
    private final LoadGenerator load;
    private final Size size;

    SettledLoad(Installation installation, LoadGenerator load, Size size) {
        this.installation = installation;
        this.load = load;
        this.size = size;
    }

    /** Measures one leg; the gateway runs. */
    void run(String name, ObjectNode figures) throws IOException, InterruptedException {
        var accounts = accounts(OF_ONE_TENANT.contains(name) ? 1 : size.tenants());
        var target = new LoadTarget(installation.gateway().port(), calls(accounts), List.of());
        if (MeterAlone.NAMES.contains(name)) {
            var window = new MeterAlone(installation, load).run(name, target, size.seconds(), figures);
            checkCharges(name, accounts, List.of(window));
            return;
        }
        try (var dispatcher = installation.startPart("webhook-dispatcher", Map.of());
                var files = AppendedFiles.of(installation)) {
            Measured use = () -> Consumption.now(installation, dispatcher.pid(), files);
            var warmUp = round(name, target, size.warmUpSeconds(), use);
            var rounds = new RoundSeries<Round>();
            for (int round = 1; round <= size.rounds(); round++) {
                var measured = round(name, target, size.seconds(), use);
                rounds.add(measured);
                say(name + " " + measured.text());
            }
            var windows = Stream.concat(Stream.of(warmUp), rounds.all().stream())
                    .map(Round::window)
                    .toList();
            checkCharges(name, accounts, windows);
            var written = new HashMap<String, ToDoubleFunction<Round>>();
            warmUp.figures().keySet().forEach(figure -> written.put(figure, round -> round.figure(figure)));
            rounds.write(written, figures.putObject(name).put("tenants", accounts.size()));
        }
    }

    private Round round(String name, LoadTarget target, int seconds, Measured use)
            throws IOException, InterruptedException {
        var before = use.now();
        long start = System.nanoTime();
        var window = load.run(target, CONNECTIONS, seconds);
        require(new Backlog(installation.servers()).awaitEmpty(DRAIN_MAX), name + " is settled within " + DRAIN_MAX);
        double untilSettled = (System.nanoTime() - start) / NANOS;
        return Round.of(window, untilSettled, before, use.now());
    }

    private List<Account> accounts(int count) throws InterruptedException {
        var control = installation.control();
        return Callers.inParallel(ACCOUNTS_AT_ONCE, count, _ -> {
            var account = BenchAccount.create(control);
            return new Account(
                    account, account.credential(Kind.API_KEY, "tasks:read").secret());
        });
    }

    /** Calls in random order, so that account k makes a share of 1/k (Zipf's law with exponent 1). */
    private static List<HttpCall> calls(List<Account> accounts) {
        double[] upTo = new double[accounts.size()];
        double sum = 0;
        for (int rank = 0; rank < upTo.length; rank++) {
            sum += 1.0 / (rank + 1);
            upTo[rank] = sum;
        }
        var random = new Random(SEED);
        var calls = new ArrayList<HttpCall>();
        for (int i = 0; i < (accounts.size() == 1 ? 1 : CALLS); i++) {
            int found = Arrays.binarySearch(upTo, random.nextDouble() * sum);
            var account = accounts.get(found < 0 ? -found - 1 : found);
            calls.add(HttpCall.get("/v1/workspace", account.token));
        }
        return calls;
    }

    /** The ledger has charged what the client counted; calls that the client left may be charged or not. */
    private static void checkCharges(String name, List<Account> accounts, List<LoadWindow> windows)
            throws InterruptedException {
        var _ = BenchAccount.requireCharged(
                name,
                accounts.stream().map(Account::account).toList(),
                windows.stream().mapToLong(LoadWindow::successes).sum() * READ_MICROS,
                windows.stream().mapToLong(LoadWindow::unknownMax).sum() * READ_MICROS);
    }
}
