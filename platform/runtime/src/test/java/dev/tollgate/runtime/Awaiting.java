package dev.tollgate.runtime;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits of test threads for a future, never longer than the bound. */
public final class Awaiting {
    private static final int SECONDS_MAX = 60;

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
}
