package dev.tollgate.modules;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** What tests wait for. */
public abstract class AwaitedResults {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    /** The result of a future. */
    public static <T> T await(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    /** Repeats the check until it holds: the server is shared, and a transaction of another test may be open. */
    public static void eventually(Runnable check) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                check.run();
                return;
            } catch (AssertionError notYet) {
                if (System.nanoTime() - until > 0) {
                    throw notYet;
                }
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        }
    }

    static void settle(Future<?> future) {
        var _ = await(future);
    }
}
