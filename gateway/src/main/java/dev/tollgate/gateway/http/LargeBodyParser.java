package dev.tollgate.gateway.http;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.memory.KeyedConcurrencyLimiter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Parses and validates large bodies off the event loops, on {@value #THREADS} thread, so that they only delay each
 * other. Small bodies are parsed on the loop. One per process; safe from any thread.
 */
public final class LargeBodyParser {

    /** Largest body that a loop parses itself: 2 ms for a body full of short fields, in compiled code. */
    public static final int LOOP_BYTES_MAX = 16 << 10;

    /** Bodies of the process that are read or wait for it. */
    static final int WAITING_MAX = 64;

    /** Those of one tenant among them. */
    static final int TENANT_WAITING_MAX = 8;

    /** The longest wait for the thread; a body that has waited longer is not read any more. */
    static final Duration WAIT_MAX = Duration.ofSeconds(2);

    private static final int THREADS = 1;
    private static final String NAME = "large-bodies";

    private static final Refusal FULL = new Refusal.ServiceUnavailable(Duration.ofSeconds(1), false);
    private static final Refusal TENANT_FULL =
            new Refusal.RateLimited("Too many large bodies of this tenant are waiting.", Duration.ofSeconds(1));

    /** The result of reading one body. */
    public sealed interface TimedResult<T> {
        /**
         * It was read.
         *
         * @param nanos how long that took, without the wait
         */
        record Done<T>(T result, long nanos) implements TimedResult<T> {
            /** Reads a body now, on the calling thread. */
            public static <T> Done<T> of(Supplier<T> work) {
                long started = System.nanoTime();
                var result = work.get();
                return new Done<>(result, System.nanoTime() - started);
            }
        }

        /** Too many wait, or it waited too long. */
        record Refused<T>(Refusal refusal) implements TimedResult<T> {}
    }

    private final WorkerExecutor workers;
    private final LongSupplier nanos;
    private final AtomicInteger waiting = new AtomicInteger();
    private final KeyedConcurrencyLimiter<UUID> tenants = new KeyedConcurrencyLimiter<>(TENANT_WAITING_MAX);

    /**
     * Without a body.
     *
     * @param nanos the time, as {@link System#nanoTime()} tells it
     */
    public LargeBodyParser(Vertx vertx, LongSupplier nanos) {
        this.workers = vertx.createSharedWorkerExecutor(NAME, THREADS);
        this.nanos = nanos;
    }

    public static boolean isLarge(int bytes) {
        return bytes > LOOP_BYTES_MAX;
    }

    /**
     * Does the work, which must touch nothing that belongs to the loop; completes on the loop. Fails only where the
     * work does.
     *
     * @param tenant who waits for it, see {@link dev.tollgate.gateway.pipeline.RequestContext#tenantOrCredential}
     */
    public <T> Future<TimedResult<T>> run(UUID tenant, Supplier<T> work) {
        var refusal = place(tenant);
        if (refusal != null) {
            return Future.succeededFuture(new TimedResult.Refused<>(refusal));
        }
        long dueNanos = nanos.getAsLong() + WAIT_MAX.toNanos();
        return workers.executeBlocking(() -> inTime(work, dueNanos), false).onComplete(_ -> {
            waiting.decrementAndGet();
            tenants.give(tenant);
        });
    }

    private @Nullable Refusal place(UUID tenant) {
        if (waiting.incrementAndGet() > WAITING_MAX) {
            waiting.decrementAndGet();
            return FULL;
        }
        if (!tenants.take(tenant)) {
            waiting.decrementAndGet();
            return TENANT_FULL;
        }
        return null;
    }

    private <T> TimedResult<T> inTime(Supplier<T> work, long dueNanos) {
        return nanos.getAsLong() - dueNanos > 0 ? new TimedResult.Refused<>(FULL) : TimedResult.Done.of(work);
    }
}
