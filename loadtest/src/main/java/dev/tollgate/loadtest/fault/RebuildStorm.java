package dev.tollgate.loadtest.fault;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.BenchAccount.Kind;
import dev.tollgate.loadtest.client.Callers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** FLUSHALL while many accounts are active over three gateways: each is served again, and soon. */
record RebuildStorm(int accounts) implements FaultPart {

    private static final int CREATED_AT_ONCE = 16;
    private static final int CALLERS = 512;
    private static final long PRICE_MICROS = 20;
    private static final Duration SERVED_MAX = Duration.ofSeconds(10);
    /**
     * For the first call of every account, which nothing is promised of: its credential is looked up, its copy made.
     */
    private static final Duration FIRST_MAX = Duration.ofMinutes(5);

    private static final Duration WAIT_MAX = Duration.ofSeconds(60);
    private static final long PAUSE_MS = 20;

    private record Customer(BenchAccount account, AppClient client) {}

    @Override
    public String name() {
        return "rebuild_storm";
    }

    @Override
    public boolean inShortForm() {
        return false;
    }

    @Override
    public void run(FaultTestbed testbed, Random random, ObjectNode figures) throws Exception {
        var money = MoneyCheck.begin(testbed);
        var customers = new ArrayList<>(customers(testbed));
        Collections.shuffle(customers, random);
        say(accounts + " accounts are prepared");
        double[] before = served(customers, FIRST_MAX);
        require(before.length == accounts, "every account is served before, but " + before.length);
        var _ = testbed.redis().send("FLUSHALL");
        double[] seconds = served(customers, WAIT_MAX);
        Arrays.sort(seconds);
        figures.put("accounts", accounts).put("served_again", seconds.length);
        if (seconds.length > 0) {
            figures.put("half_after_seconds", seconds[seconds.length / 2])
                    .put("last_after_seconds", seconds[seconds.length - 1]);
        }
        require(seconds.length == accounts, "every account is served again, but only " + seconds.length + " are");
        long due = 2L * accounts * PRICE_MICROS;
        // a call that was answered 503 or cut may have been charged
        var _ = BenchAccount.requireCharged(
                "reads of all accounts",
                customers.stream().map(Customer::account).toList(),
                due,
                due);
        money.end(0, figures);
        require(
                seconds[seconds.length - 1] * TimeUnit.SECONDS.toMillis(1) <= SERVED_MAX.toMillis(),
                "every account is served within " + SERVED_MAX + ", but the last after " + seconds[seconds.length - 1]);
    }

    private List<Customer> customers(FaultTestbed testbed) throws InterruptedException {
        var control = testbed.installation().control();
        return Callers.inParallel(CREATED_AT_ONCE, accounts, i -> {
            var account = BenchAccount.create(control);
            int port = testbed.gateways().get(i % FaultTestbed.GATEWAYS).port();
            return new Customer(
                    account,
                    new AppClient(
                            port, account.credential(Kind.API_KEY, "tasks:read").secret()));
        });
    }

    /** Calls every account until it is served; returns the seconds until each was, for those that were in time. */
    private static double[] served(List<Customer> customers, Duration most) throws InterruptedException {
        long began = System.nanoTime();
        return Callers.inParallel(CALLERS, customers.size(), i -> {
                    var client = customers.get(i).client();
                    while (!succeeds(client)) {
                        if (System.nanoTime() - began > most.toNanos()) {
                            return -1.0;
                        }
                        TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                    }
                    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) / 1e3;
                })
                .stream()
                .filter(seconds -> seconds >= 0)
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private static boolean succeeds(AppClient client) {
        try {
            return client.get("/v1/workspace", "storm").succeeded();
        } catch (CompletionException broken) {
            return false;
        }
    }
}
