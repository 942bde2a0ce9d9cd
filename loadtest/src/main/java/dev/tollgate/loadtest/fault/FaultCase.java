package dev.tollgate.loadtest.fault;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.fault.SteadyLoad.Recovery;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * One fault under steady load at a moment that the seed chooses. Afterwards the client's count, the usage events, the
 * accounts, the ledger and Redis must agree, one key must have had one effect, and the earlier rate must have returned.
 *
 * @param preparation before the load starts
 * @param allowed what the fault may cost
 */
record FaultCase(String name, boolean inShortForm, Fault preparation, Fault fault, Allowed allowed)
        implements FaultPart {

    private static final Fault NOTHING = (_, _, _) -> {};
    private static final long WARM_UP_MS = 2_500;
    private static final long EARLIER_MS = 3_000;
    private static final int MOMENT_MAX_MS = 1_000;

    /**
     * The bounds of a fault.
     *
     * @param recovery until the earlier rate has returned, from the end of the fault
     * @param lostSuccesses successes whose usage event may be lost, because a server lost what it had acknowledged
     * @param graceMicros charges beyond the balance of an account
     */
    record Allowed(Duration recovery, long lostSuccesses, long graceMicros) {

        /** No call lost, no overspending, and the former rate within five seconds. */
        static final Allowed NOTHING = new Allowed(Duration.ofSeconds(5), 0, 0);

        /** The same where Redis loses open holds: each gateway has one call of the scarce account on its way. */
        static final Allowed OPEN_HOLDS =
                new Allowed(Duration.ofSeconds(5), 0, FaultTestbed.GATEWAYS * ScarceReads.PRICE_MICROS);
    }

    static FaultCase of(String name, Fault fault) {
        return new FaultCase(name, false, NOTHING, fault, Allowed.NOTHING);
    }

    /** The same as a part of the short form. */
    FaultCase alsoShort() {
        return new FaultCase(name, true, preparation, fault, allowed);
    }

    FaultCase prepared(Fault by) {
        return new FaultCase(name, inShortForm, by, fault, allowed);
    }

    FaultCase allowing(Allowed other) {
        return new FaultCase(name, inShortForm, preparation, fault, other);
    }

    @Override
    public void run(FaultTestbed testbed, Random random, ObjectNode figures) throws Exception {
        preparation.strike(testbed, random, figures);
        var money = MoneyCheck.begin(testbed);
        try (var load = new SteadyLoad(testbed, name, random.nextLong())) {
            load.start();
            TimeUnit.MILLISECONDS.sleep(WARM_UP_MS);
            double earlier = load.rate(EARLIER_MS);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(MOMENT_MAX_MS));
            var recovery = recovery(testbed, random, load, earlier, figures);
            load.settle(allowed.lostSuccesses, allowed.graceMicros, figures);
            money.end(allowed.graceMicros, figures);
            require(
                    recovery.within(allowed.recovery),
                    "95 percent of " + rounded(earlier) + " calls a second return within " + allowed.recovery + ", but "
                            + (recovery.seconds().isPresent()
                                    ? "after " + rounded(recovery.seconds().getAsDouble()) + " s"
                                    : "did not; the best was " + rounded(recovery.ratio()) + " of it"));
        }
    }

    /** Strikes; returns how the earlier rate came back. */
    private Recovery recovery(FaultTestbed testbed, Random random, SteadyLoad load, double earlier, ObjectNode figures)
            throws Exception {
        try (var gaps = load.gaps()) {
            fault.strike(testbed, random, figures);
            var recovery = load.recovery(earlier, allowed.recovery.multipliedBy(2));
            figures.put("earlier_per_second", rounded(earlier))
                    .put("longest_gap_seconds", rounded(gaps.longestSeconds()))
                    .put("recovery_ratio", rounded(recovery.ratio()));
            recovery.seconds().ifPresent(seconds -> figures.put("recovery_seconds", rounded(seconds)));
            return recovery;
        }
    }

    private static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.2f", value));
    }
}
