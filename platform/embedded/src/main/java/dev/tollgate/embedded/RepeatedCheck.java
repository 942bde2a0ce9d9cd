package dev.tollgate.embedded;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A check of a test that is repeated until it holds: servers are shared, and what is awaited comes in its time. */
public final class RepeatedCheck {

    private static final Duration EVERY = Duration.ofMillis(20);

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
}
