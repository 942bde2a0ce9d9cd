package dev.tollgate.webhooks;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits of tests for a condition, never longer than the bound. */
public final class Eventually {

    private static final Duration WAIT_MAX = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private Eventually() {}

    public static void eventually(BooleanSupplier condition) {
        eventually(WAIT_MAX, condition);
    }

    public static void eventually(Duration most, BooleanSupplier condition) {
        long until = System.nanoTime() + most.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - until > 0) {
                throw new AssertionError("it did not happen within " + most);
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }
}
