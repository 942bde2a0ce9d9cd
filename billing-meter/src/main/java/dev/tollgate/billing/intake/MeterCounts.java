package dev.tollgate.billing.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What the meter has done, for Prometheus. */
public final class MeterCounts {

    private final Counter calls;
    private final Counter repeated;
    private final Counter micros;
    private final Counter late;
    private final Counter deadLetters;
    private final Counter dropped;
    private final Counter unpublished;
    private final Counter leaked;

    public MeterCounts(MeterRegistry registry) {
        this.calls = registry.counter("tollgate.meter.calls");
        this.repeated = registry.counter("tollgate.meter.calls.repeated");
        this.micros = registry.counter("tollgate.meter.charged.micros");
        this.late = registry.counter("tollgate.meter.calls.late");
        this.deadLetters = registry.counter("tollgate.meter.dead.letters");
        this.dropped = registry.counter("tollgate.meter.batches.dropped");
        this.unpublished = registry.counter("tollgate.meter.publish.failed");
        this.leaked = registry.counter("tollgate.meter.leaked.micros");
    }

    void booked(Tally tally) {
        calls.increment((double) tally.calls);
        repeated.increment((double) tally.repeated);
        micros.increment((double) tally.micros);
        late.increment(tally.late);
        deadLetters.increment(tally.letters.size());
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
