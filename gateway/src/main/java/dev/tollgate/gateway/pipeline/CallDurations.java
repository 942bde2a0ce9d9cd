package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.operation.Effect;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Counts successful calls by their duration, for quantiles over any number of processes. By surface and effect only: a
 * bucket for each operation would make a scrape ten times as long. For one event loop.
 */
final class CallDurations {

    /** Upper ends of the buckets. */
    private static final Duration[] ENDS = LongStream.of(
                    1_000,
                    2_500,
                    5_000,
                    10_000,
                    25_000,
                    50_000,
                    100_000,
                    250_000,
                    500_000,
                    1_000_000,
                    2_500_000,
                    10_000_000)
            .mapToObj(micros -> Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(micros)))
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Map<Surface, Map<Effect, Timer>> timers = new EnumMap<>(Surface.class);

    CallDurations(MeterRegistry registry) {
        this.registry = registry;
    }

    void record(Surface surface, Effect effect, long nanos) {
        var byEffect = timers.get(surface);
        if (byEffect == null) {
            byEffect = new EnumMap<>(Effect.class);
            timers.put(surface, byEffect);
        }
        var timer = byEffect.get(effect);
        if (timer == null) {
            timer = timer(surface, effect);
            byEffect.put(effect, timer);
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Surface surface, Effect effect) {
        return Timer.builder("tollgate.calls.duration")
                .description("Duration of successful calls in buckets, by surface and effect")
                .tag("surface", surface.text())
                .tag("effect", effect.name().toLowerCase(Locale.ROOT))
                .serviceLevelObjectives(ENDS)
                .register(registry);
    }
}
