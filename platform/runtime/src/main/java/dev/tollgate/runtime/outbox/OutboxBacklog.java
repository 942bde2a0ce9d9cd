package dev.tollgate.runtime.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts, every so often, what of a relay's slices waits for Kafka. Not a number while it cannot be counted. Processes
 * count slices of their own, so their sum is the backlog.
 */
final class OutboxBacklog {
    private static final long EVERY_MS = 2_000;
    private static final long UNKNOWN = -1;

    private final Vertx vertx;
    private final Context context;
    private final AtomicLong messages = new AtomicLong(UNKNOWN);
    private long timer;
    private boolean asking;
    private boolean ended;

    OutboxBacklog(Vertx vertx, Context context, MeterRegistry registry) {
        this.vertx = vertx;
        this.context = context;
        var _ = Gauge.builder("tollgate.outbox.backlog", messages, OutboxBacklog::shown)
                .description("Backlog: messages in this process's slices that are not in Kafka yet")
                .strongReference(true)
                .register(registry);
    }

    /** Starts counting, on the relay's current connection. */
    void watch(Supplier<@Nullable OutboxTable> table, OwnedSlices slices) {
        context.runOnContext(_ -> {
            if (!ended) {
                timer = vertx.setPeriodic(EVERY_MS, _ -> count(table.get(), slices));
            }
        });
    }

    /** On the relay's context. */
    void end() {
        ended = true;
        var _ = vertx.cancelTimer(timer);
    }

    private void count(@Nullable OutboxTable open, OwnedSlices slices) {
        if (open == null) {
            messages.set(UNKNOWN);
        } else if (!asking) {
            asking = true;
            open.backlog(slices.all()).onComplete(counted -> {
                asking = false;
                messages.set(counted.succeeded() ? counted.result() : UNKNOWN);
            });
        }
    }

    private static double shown(AtomicLong messages) {
        var known = messages.get();
        return known == UNKNOWN ? Double.NaN : known;
    }
}
