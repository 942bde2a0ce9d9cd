package dev.tollgate.loadtest.fault;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.BenchAccount.Kind;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.load.RetryingCallers;
import dev.tollgate.loadtest.load.RetryingCallers.Caller;
import dev.tollgate.loadtest.load.RetryingCallers.Served;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * FLUSHALL while many accounts are active over three gateways: each is served again, and soon. The client of each
 * account calls at a time of its own, and again after {@code Retry-After} until it is served.
 */
record RebuildStorm(int accounts) implements FaultPart {

    private static final int CREATED_AT_ONCE = 16;
    private static final long PRICE_MICROS = 20;

    /** First calls of accounts per second: after a flush all 10,000 call within five seconds. */
    private static final double CALLS_PER_SECOND = 2_000;

    /** The first calls of all, each of which also looks up its credential. */
    private static final double CALLS_PER_SECOND_AT_FIRST = 500;

    /** Calls of each account before the flush: gateways that have served it for a while have compiled their code. */
    private static final int CALLS_BEFORE = 4;

    private static final Duration SERVED_MAX = Duration.ofSeconds(10);
    private static final Duration WAIT_MAX = Duration.ofSeconds(60);
    private static final Duration BEFORE_MAX = Duration.ofMinutes(5);

    private static final String OUTBOX_ROWS = "SELECT last_value FROM outbox.message_id_seq";

    private record Customer(BenchAccount account, Caller caller) {}

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
        var callers = customers.stream().map(Customer::caller).toList();
        long unknown = 0;
        for (int round = 0; round < CALLS_BEFORE; round++) {
            var before = served(callers, round == 0 ? CALLS_PER_SECOND_AT_FIRST : CALLS_PER_SECOND, BEFORE_MAX);
            unknown += before.unknown();
            require(
                    before.seconds().size() == accounts,
                    "every account is served before, but " + before.seconds().size());
        }
        var used = ProcessorTime.now(testbed);
        long rows = testbed.servers().sql().number(OUTBOX_ROWS);
        var _ = testbed.redis().send("FLUSHALL");
        var after = served(callers, CALLS_PER_SECOND, WAIT_MAX);
        write(after, figures);
        figures.put("outbox_rows_written", testbed.servers().sql().number(OUTBOX_ROWS) - rows);
        ProcessorTime.now(testbed).writeSince(used, figures);
        int again = after.seconds().size();
        require(again == accounts, "every account is served again, but only " + again + " are");
        long due = (CALLS_BEFORE + 1L) * accounts * PRICE_MICROS;
        // a 503 that does not say that its outcome is unknown was not charged
        var _ = BenchAccount.requireCharged(
                "reads of all accounts",
                customers.stream().map(Customer::account).toList(),
                due,
                (unknown + after.unknown()) * PRICE_MICROS);
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
                .put("failures", after.failures())
                .put("unknown", after.unknown());
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
            var secret = account.credential(Kind.API_KEY, "tasks:read").secret();
            return new Customer(
                    account,
                    new Caller(port, HttpCall.get("/v1/workspace", secret).with("X-Request-Id", "storm")));
        });
    }

    private static Served served(List<Caller> callers, double callsPerSecond, Duration most)
            throws IOException, InterruptedException {
        try (var load = new RetryingCallers()) {
            return load.run(callers, callsPerSecond, most);
        }
    }
}
