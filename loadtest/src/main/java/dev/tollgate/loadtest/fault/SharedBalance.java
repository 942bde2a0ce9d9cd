package dev.tollgate.loadtest.fault;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.BenchAccount.Kind;
import dev.tollgate.loadtest.environment.Gateway;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Three gateways share an account with money for exactly 1,000 calls, and 5,000 callers want one each. A caller repeats
 * its write, under its key, until the answer is final.
 *
 * @param seeds rounds, each with an account of its own
 * @param disturbance strikes when some of the calls have succeeded
 */
record SharedBalance(String name, boolean inShortForm, int seeds, Disturbance disturbance) implements FaultPart {

    static final int CALLS = 1_000;
    private static final int CALLERS = 5_000;
    private static final long PRICE_MICROS = 100;
    private static final int SUCCESSES_BEFORE_MAX = 900;
    private static final Duration LEAK_MAX = Duration.ofSeconds(90);

    /** Calls of one tenant that may be on their way in one gateway, by its settings. */
    private static final int IN_FLIGHT_MAX = 1_024;

    /** What happens while the calls come. */
    enum Disturbance {
        NONE,
        GATEWAY_KILLED,
        REDIS_FLUSHED;

        /** Successes beyond the balance: calls on their way whose holds Redis has lost. */
        int beyondMax() {
            return this == REDIS_FLUSHED ? FaultTestbed.GATEWAYS * IN_FLIGHT_MAX : 0;
        }
    }

    static List<SharedBalance> all(boolean quick) {
        return List.of(
                new SharedBalance("three_gateways", true, quick ? 10 : 200, Disturbance.NONE),
                new SharedBalance("three_gateways_one_killed", false, quick ? 1 : 5, Disturbance.GATEWAY_KILLED),
                new SharedBalance("three_gateways_redis_flushed", false, quick ? 1 : 20, Disturbance.REDIS_FLUSHED));
    }

    @Override
    public void run(FaultTestbed testbed, Random random, ObjectNode figures) throws Exception {
        var successes = figures.put("callers", CALLERS).put("covered", CALLS).putArray("successes");
        var leaks = figures.putArray("leak_back_seconds");
        long graceMicros = 0;
        var money = MoneyCheck.begin(testbed);
        for (int round = 0; round < seeds; round++) {
            long seed = random.nextLong();
            var account = BenchAccount.create(testbed.control(), CALLS * PRICE_MICROS);
            var key = account.credential(Kind.API_KEY, "tasks:write").secret();
            var callers = callers(testbed, key, new Random(seed));
            int first = disturbed(testbed, callers, new Random(seed));
            successes.add(first);
            require(
                    first <= CALLS + disturbance.beyondMax(),
                    "at most " + CALLS + " calls succeed, but " + first + " did, seed " + seed);
            if (first < CALLS) {
                leaks.add(secondsUntilAll(callers, seed));
            }
            int done = callers.successes();
            graceMicros += Math.max(0, done - CALLS) * PRICE_MICROS;
            var _ = BenchAccount.requireCharged("seed " + seed, List.of(account), done * PRICE_MICROS, 0);
            say(name + " " + (round + 1) + " of " + seeds + ": " + first);
        }
        money.end(graceMicros, figures);
    }

    private static EagerCallers callers(FaultTestbed testbed, String key, Random random) {
        var clients = testbed.gateways().stream()
                .map(gateway -> new AppClient(gateway.port(), key))
                .toList();
        return new EagerCallers(clients, CALLERS, random);
    }

    /** Successes when every caller has a final answer. */
    private int disturbed(FaultTestbed testbed, EagerCallers callers, Random random) throws Exception {
        int moment = random.nextInt(SUCCESSES_BEFORE_MAX);
        Gateway victim = testbed.gateways().get(random.nextInt(FaultTestbed.GATEWAYS));
        callers.start();
        switch (disturbance) {
            case NONE -> {}
            case GATEWAY_KILLED -> {
                callers.awaitSuccesses(moment);
                victim.kill();
                victim.start();
            }
            case REDIS_FLUSHED -> {
                callers.awaitSuccesses(moment);
                var _ = testbed.redis().send("FLUSHALL");
            }
        }
        callers.awaitEnd();
        return callers.successes();
    }

    /** Holds of calls that failed return, those of a killed gateway with their buckets; then the rest succeeds. */
    private static double secondsUntilAll(EagerCallers callers, long seed) throws InterruptedException {
        long began = System.nanoTime();
        while (callers.successes() < CALLS) {
            require(
                    System.nanoTime() - began < LEAK_MAX.toNanos(),
                    "seed " + seed + ": the leak is back within " + LEAK_MAX + ", but " + callers.successes()
                            + " calls succeeded");
            TimeUnit.SECONDS.sleep(2);
            callers.repeatRefused(CALLS - callers.successes());
        }
        require(callers.successes() == CALLS, "exactly " + CALLS + " calls succeed in the end");
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) / 1e3;
    }
}
