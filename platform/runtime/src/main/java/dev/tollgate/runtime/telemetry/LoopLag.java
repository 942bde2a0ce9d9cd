package dev.tollgate.runtime.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Delay of each event loop: the worst delay of a timer since the last scrape, as {@code tollgate.loop.lag} in seconds
 * with the tag {@code loop}.
 */
public final class LoopLag {
    private static final long EVERY_MS = 50;

    private LoopLag() {}

    /** Watches all event loops for as long as they turn. */
    public static void watch(Vertx vertx, MeterRegistry registry) {
        int index = 0;
        for (var loop : ((VertxInternal) vertx).nettyEventLoopGroup()) {
            watch(loop, index++, registry);
        }
    }

    private static void watch(EventExecutor loop, int index, MeterRegistry registry) {
        var worstNanos = new AtomicLong();
        var due = new AtomicLong(System.nanoTime());
        var _ = loop.scheduleWithFixedDelay(
                () -> {
                    var now = System.nanoTime();
                    worstNanos.accumulateAndGet(now - due.get(), Math::max);
                    due.set(now + TimeUnit.MILLISECONDS.toNanos(EVERY_MS));
                },
                0,
                EVERY_MS,
                TimeUnit.MILLISECONDS);
        var _ = Gauge.builder("tollgate.loop.lag", worstNanos, worst -> worst.getAndSet(0) / 1e9)
                .description("Worst delay of an event loop since the last scrape")
                .baseUnit("seconds")
                .tag("loop", String.valueOf(index))
                .strongReference(true)
                .register(registry);
    }
}
