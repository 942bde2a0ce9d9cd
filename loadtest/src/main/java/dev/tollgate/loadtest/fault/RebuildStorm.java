package dev.tollgate.loadtest.fault;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.BenchAccount.Kind;
import dev.tollgate.loadtest.client.CallResponse;
import dev.tollgate.loadtest.client.Callers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * FLUSHALL while many accounts are active over three gateways: each is served again, and soon. The client of each
 * account calls at a time of its own, and again after {@code Retry-After} until it is served.
 */
record RebuildStorm(int accounts) implements FaultPart {

    private static final int CREATED_AT_ONCE = 16;
    private static final long PRICE_MICROS = 20;

    /** First calls of accounts per second: after a flush all 10,000 call within five seconds. */
    private static final double CALLS_PER_SECOND = 2_000;

    /** The same before, when each call also looks up its credential. */
    private static final double CALLS_PER_SECOND_BEFORE = 500;

    private static final Duration SERVED_MAX = Duration.ofSeconds(10);
    private static final Duration WAIT_MAX = Duration.ofSeconds(60);
    private static final Duration BEFORE_MAX = Duration.ofMinutes(5);

    /** Keeps clients from calling again all at once. */
    private static final int JITTER_MS = 200;

    private record Customer(BenchAccount account, AppClient client) {}

    /** Seconds from the beginning to the success of each account that was served in time, in their order. */
    private record Served(List<Double> seconds, long failures) {}

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
        var before = served(customers, CALLS_PER_SECOND_BEFORE, BEFORE_MAX);
        require(
                before.seconds().size() == accounts,
                "every account is served before, but " + before.seconds().size());
        var _ = testbed.redis().send("FLUSHALL");
        var after = served(customers, CALLS_PER_SECOND, WAIT_MAX);
        write(after, figures);
        int again = after.seconds().size();
        require(again == accounts, "every account is served again, but only " + again + " are");
        long due = 2L * accounts * PRICE_MICROS;
        // a call that was answered 503 or cut may have been charged
        var _ = BenchAccount.requireCharged(
                "reads of all accounts",
                customers.stream().map(Customer::account).toList(),
                due,
                (before.failures() + after.failures()) * PRICE_MICROS);
        money.end(0, figures);
        double last = after.seconds().getLast();
        require(
                last * TimeUnit.SECONDS.toMillis(1) <= SERVED_MAX.toMillis(),
                "every account is served within " + SERVED_MAX + ", but the last after " + last + " s");
    }

    private void write(Served after, ObjectNode figures) {
        figures.put("accounts", accounts)
                .put("first_calls_per_second", CALLS_PER_SECOND)
                .put("served_again", after.seconds().size())
                .put("failures", after.failures());
        if (!after.seconds().isEmpty()) {
            figures.put(
                            "half_after_seconds",
                            after.seconds().get(after.seconds().size() / 2))
                    .put("last_after_seconds", after.seconds().getLast());
        }
    }

    private List<Customer> customers(FaultTestbed testbed) throws InterruptedException {
        var control = testbed.control();
        return Callers.inParallel(CREATED_AT_ONCE, accounts, i -> {
            var account = BenchAccount.create(control);
            int port = testbed.gateways().get(i % FaultTestbed.GATEWAYS).port();
            return new Customer(
                    account,
                    new AppClient(
                            port, account.credential(Kind.API_KEY, "tasks:read").secret()));
        });
    }

    /** Every client calls until it is served. */
    private static Served served(List<Customer> customers, double callsPerSecond, Duration most)
            throws InterruptedException {
        var seconds = new ConcurrentLinkedQueue<Double>();
        var failures = new AtomicLong();
        long began = System.nanoTime();
        Callers.atRate(callsPerSecond, customers.size(), customers.size(), i -> {
            var client = customers.get(i).client();
            long waitMs = waitMs(client);
            while (waitMs > 0 && System.nanoTime() - began < most.toNanos()) {
                failures.incrementAndGet();
                TimeUnit.MILLISECONDS.sleep(waitMs + i % JITTER_MS);
                waitMs = waitMs(client);
            }
            return waitMs > 0 || seconds.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) / 1e3);
        });
        return new Served(seconds.stream().sorted().toList(), failures.get());
    }

    /** Calls once; returns until when to wait before the next call, 0 if this one was served. */
    private static long waitMs(AppClient client) {
        try {
            CallResponse reply = client.get("/v1/workspace", "storm");
            return reply.succeeded() ? 0 : TimeUnit.SECONDS.toMillis(Math.max(1, reply.retryAfterSeconds()));
        } catch (CompletionException broken) {
            return TimeUnit.SECONDS.toMillis(1);
        }
    }
}
