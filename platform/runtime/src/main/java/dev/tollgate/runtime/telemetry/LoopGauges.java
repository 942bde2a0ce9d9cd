package dev.tollgate.runtime.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Figures that live on event loops and are safe to read on their own loop only. Each loop writes its own down every
 * {@value #EVERY_MS} ms; a scrape adds those of all loops up. One for all loops of a service.
 */
public final class LoopGauges {
    /** Maximum age of the values in a scrape. */
    public static final long EVERY_MS = 250;

    /**
     * Name, description and tags of a gauge.
     *
     * @param tags with few values; never a tenant
     */
    public record Figure(String name, String description, Tags tags) {
        /** Without tags. */
        public Figure(String name, String description) {
            this(name, description, Tags.empty());
        }
    }

    /** A figure of one loop. */
    @FunctionalInterface
    public interface Shown {

        /** A level is taken out of the sum, a count stays in it as it is now. To be called on the loop. */
        void end();
    }

    private final MeterRegistry registry;
    private final Map<Figure, List<AtomicLong>> loops = new ConcurrentHashMap<>();

    public LoopGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows a level of the calling loop, until it is ended. */
    public Shown level(Vertx vertx, Figure figure, LongSupplier now) {
        var all = loops.computeIfAbsent(figure, this::gauge);
        var mine = new AtomicLong(now.getAsLong());
        all.add(mine);
        long timer = vertx.setPeriodic(EVERY_MS, _ -> mine.set(now.getAsLong()));
        return () -> {
            var _ = vertx.cancelTimer(timer);
            all.remove(mine);
        };
    }

    /** Shows a count of the calling loop, which only grows, until it is ended. */
    public Shown count(Vertx vertx, Figure figure, LongSupplier soFar) {
        var all = loops.computeIfAbsent(figure, this::counter);
        var mine = new AtomicLong(soFar.getAsLong());
        all.add(mine);
        long timer = vertx.setPeriodic(EVERY_MS, _ -> mine.set(soFar.getAsLong()));
        return () -> {
            var _ = vertx.cancelTimer(timer);
            mine.set(soFar.getAsLong());
        };
    }

    private List<AtomicLong> gauge(Figure figure) {
        List<AtomicLong> all = new CopyOnWriteArrayList<>();
        var _ = Gauge.builder(figure.name(), all, LoopGauges::sum)
                .description(figure.description())
                .tags(figure.tags())
                .strongReference(true)
                .register(registry);
        return all;
    }

    private List<AtomicLong> counter(Figure figure) {
        List<AtomicLong> all = new CopyOnWriteArrayList<>();
        var _ = FunctionCounter.builder(figure.name(), all, LoopGauges::sum)
                .description(figure.description())
                .tags(figure.tags())
                .register(registry);
        return all;
    }

    private static double sum(List<AtomicLong> all) {
        return all.stream().mapToLong(AtomicLong::get).sum();
    }
}
