package dev.tollgate.loadtest.report;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition of another process by polling it. */
public final class Await {

    private Await() {}

    /** Whether the condition held within the time. */
    public static boolean until(Duration most, Duration interval, BooleanSupplier condition)
            throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(interval);
        }
        return true;
    }
}
