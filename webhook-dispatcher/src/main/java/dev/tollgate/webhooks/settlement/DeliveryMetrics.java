package dev.tollgate.webhooks.settlement;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;

/** Counters of the dispatcher for Prometheus. */
public final class DeliveryMetrics {

    private final Counter succeeded;
    private final Counter retried;
    private final Counter failed;
    private final Counter uncharged;
    private final Counter givenBack;
    private final Counter late;
    private final Counter deliveries;
    private final Counter skipped;
    private final Timer attempts;

    public DeliveryMetrics(MeterRegistry registry) {
        this.succeeded = attempts(registry, "succeeded");
        this.retried = attempts(registry, "retried");
        this.failed = attempts(registry, "failed");
        this.uncharged = counter(
                registry,
                "tollgate.webhooks.attempts.uncharged",
                "Attempts not charged because they were recorded too long after their hold");
        this.givenBack = counter(registry, "tollgate.webhooks.given.back", "Deliveries returned without an attempt");
        this.late = counter(
                registry, "tollgate.webhooks.attempts.late", "Attempts whose lease had ended before their result");
        this.deliveries = counter(registry, "tollgate.webhooks.deliveries", "Deliveries created");
        this.skipped = counter(
                registry,
                "tollgate.webhooks.events.skipped",
                "Events skipped because they are too old, unreadable or cannot be stored");
        this.attempts = Timer.builder("tollgate.webhooks.attempt")
                .description("Duration of attempts")
                .register(registry);
    }

    /** Counts deliveries created from events. */
    public void made(int count) {
        deliveries.increment(count);
    }

    /** An event that can make no delivery. */
    public void skipped() {
        skipped.increment();
    }

    void settled(List<AttemptOutcome> made, int leased) {
        for (var one : made) {
            (one.next().settled() ? one.result().succeeded() ? succeeded : failed : retried).increment();
            attempts.record(Duration.ofNanos(one.result().timings().totalMicros() * 1_000));
        }
        late.increment(made.size() - leased);
    }

    void uncharged() {
        uncharged.increment();
    }

    void givenBack(int count) {
        givenBack.increment(count);
    }

    private static Counter attempts(MeterRegistry registry, String outcome) {
        return Counter.builder("tollgate.webhooks.attempts")
                .description("Attempts by resulting status of the delivery")
                .tag("outcome", outcome)
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
