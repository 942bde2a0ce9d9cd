package dev.tollgate.billing.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counters of the meter for Prometheus. */
public final class MeterMetrics {

    private final Counter calls;
    private final Counter repeated;
    private final Counter micros;
    private final Counter late;
    private final Counter deadLetters;
    private final Counter dropped;
    private final Counter unpublished;
    private final Counter leaked;

    public MeterMetrics(MeterRegistry registry) {
        this.calls = counter(registry, "tollgate.meter.calls", "Calls booked");
        this.repeated = counter(registry, "tollgate.meter.calls.repeated", "Duplicate calls that were recognized");
        this.micros = counter(registry, "tollgate.meter.charged.micros", "Micros charged");
        this.late = counter(registry, "tollgate.meter.calls.late", "Late calls: booked after their bucket had closed");
        this.deadLetters =
                counter(registry, "tollgate.meter.dead.letters", "Unreadable records, stored as dead letters");
        this.dropped = counter(
                registry, "tollgate.meter.batches.dropped", "Batches dropped because the ledger's offset had moved");
        this.unpublished = counter(
                registry, "tollgate.meter.publish.failed", "Batches whose accounts could not be published to Redis");
        this.leaked = counter(
                registry, "tollgate.meter.leaked.micros", "Micros held in closed buckets that were never charged");
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    void booked(BatchResult result) {
        calls.increment((double) result.calls);
        repeated.increment((double) result.repeated);
        micros.increment((double) result.micros);
        late.increment(result.late);
        deadLetters.increment(result.letters.size());
    }

    void dropped() {
        dropped.increment();
    }

    void leaked(long micros) {
        leaked.increment((double) micros);
    }

    void unpublished() {
        unpublished.increment();
    }
}
