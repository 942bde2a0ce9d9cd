package dev.tollgate.runtime;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits of test threads for a future or a condition, never longer than the bound. */
public final class Awaiting {
    private static final int SECONDS_MAX = 60;
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private Awaiting() {}

    /** Read by the compiler's checks: a test may wait for an end without looking at the value. */
    private @interface CanIgnoreReturnValue {}

    @CanIgnoreReturnValue
    public static <T> T await(Future<T> future) {
        try {
            return future.await(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("no answer within " + SECONDS_MAX + " s", late);
        }
    }

    public static void eventually(BooleanSupplier condition) {
        var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - until > 0) {
                throw new AssertionError("did not become true within " + SECONDS_MAX + " s");
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }
}
