package dev.tollgate.billing.reconcile;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What is known of drift: that of the last quick comparison and that of the last comparison of sums. */
final class DriftMetrics {

    /** Result of the last quick comparison; NaN before the first, and after one that could not be made. */
    private record Known(double micros, double accounts) {
        static final Known NOTHING = new Known(Double.NaN, Double.NaN);
    }

    private final InstantSource clock;
    private volatile Known known = Known.NOTHING;

    /** Of the last quick comparison that could be made; before that, the start. */
    private volatile Instant comparedAt;

    /** Of the last comparison of sums that could be made; before that, the start. */
    private volatile Instant summedAt;

    /** Copies ahead of their rows; NaN if copies could not be read. */
    private volatile double ahead;

    /** Drift of the last comparison of sums that could be made. */
    private volatile List<Drift> ofSums = List.of();

    DriftMetrics(InstantSource clock, MeterRegistry registry) {
        this.clock = clock;
        this.comparedAt = clock.instant();
        this.summedAt = comparedAt;
        var _ = Gauge.builder("tollgate.reconcile.drift.micros", this, one -> one.known.micros())
                .description("Difference between account figures that should be equal, in micros")
                .register(registry);
        var _ = Gauge.builder("tollgate.reconcile.drift.accounts", this, one -> one.known.accounts())
                .description("Accounts with drift")
                .register(registry);
        var _ = Gauge.builder("tollgate.reconcile.copies.ahead", this, one -> one.ahead)
                .description("Copies in Redis that were ahead of their rows: PostgreSQL lost commits")
                .register(registry);
        var _ = Gauge.builder("tollgate.reconcile.age.seconds", this, one -> one.age(one.comparedAt))
                .description("Time since account figures could last be compared, in seconds")
                .register(registry);
        var _ = Gauge.builder("tollgate.reconcile.sums.age.seconds", this, one -> one.age(one.summedAt))
                .description("Time since the sums of all months could last be compared, in seconds")
                .register(registry);
    }

    /** Stores the drifts of a comparison of account figures, together with those of the last comparison of sums. */
    void compared(List<Drift> drifts) {
        List<Drift> all = new ArrayList<>(drifts);
        all.addAll(ofSums);
        long accounts = all.stream().map(Drift::tenant).distinct().count();
        known = new Known(all.stream().mapToLong(Drift::micros).sum(), accounts);
        comparedAt = clock.instant();
    }

    /** After a comparison of copies: how many were ahead of their rows. */
    void copiesCompared(int copiesAhead) {
        ahead = copiesAhead;
    }

    /** Copies could not be read. */
    void copiesUnknown() {
        ahead = Double.NaN;
    }

    /** After a comparison of sums. Shown by each quick comparison until the next. */
    void summed(List<Drift> drifts) {
        ofSums = List.copyOf(drifts);
        summedAt = clock.instant();
    }

    /** Figures in PostgreSQL could not be compared: the last comparison grows older. */
    void unknown() {
        known = Known.NOTHING;
    }

    private double age(Instant since) {
        return Duration.between(since, clock.instant()).toMillis() / 1e3;
    }
}
