package dev.tollgate.embedded;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A check or condition of a test that is repeated until it holds: servers are shared, and what is awaited comes in its
 * time.
 */
public final class RepeatedCheck {

    private static final Duration EVERY = Duration.ofMillis(10);

    /** What must come, and would never come otherwise. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private RepeatedCheck() {}

    /** Returns once the check passes; throws its last error when the time is up. */
    public static void within(Duration most, Runnable check) {
        within(most, EVERY, check);
    }

    /** The same for a check that costs more, at a pace of its own. */
    public static void within(Duration most, Duration every, Runnable check) {
        long until = System.nanoTime() + most.toNanos();
        while (true) {
            try {
                check.run();
                return;
            } catch (AssertionError | RuntimeException notYet) {
                if (System.nanoTime() - until > 0) {
                    throw notYet;
                }
                LockSupport.parkNanos(every.toNanos());
            }
        }
    }

    /** Returns once the condition holds; fails when a minute is over. What the condition throws ends the wait. */
    public static void eventually(BooleanSupplier condition) {
        eventually(PATIENCE, condition);
    }

    /** The same in a time of its own. */
    public static void eventually(Duration most, BooleanSupplier condition) {
        long until = System.nanoTime() + most.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - until > 0) {
                throw new AssertionError("did not happen within " + most);
            }
            LockSupport.parkNanos(EVERY.toNanos());
        }
    }
}
