package dev.tollgate.modules;

import dev.tollgate.embedded.RepeatedCheck;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What tests wait for. */
public abstract class AwaitedResults {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

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
        RepeatedCheck.within(PATIENCE, check);
    }

    static void settle(Future<?> future) {
        var _ = await(future);
    }
}
