package dev.tollgate.billing.reconcile;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of drift: that of the last quick comparison and that of the last comparison of sums. */
final class DriftMetrics {

    /** Result of the last quick comparison; NaN if it could not be made. */
    private record Known(
            double micros, double accounts, @Nullable Instant at) {
        static final Known NOTHING = new Known(Double.NaN, Double.NaN, null);
    }

    private final InstantSource clock;
    private volatile Known known = new Known(0, 0, null);

    /** Copies ahead of their rows; NaN if copies could not be read. */
    private volatile double ahead;

    /** Drift of the last comparison of sums that could be made. */
    private volatile List<Drift> ofSums = List.of();

    DriftMetrics(InstantSource clock, MeterRegistry registry) {
        this.clock = clock;
        var _ = Gauge.builder("tollgate.reconcile.drift.micros", this, one -> one.known.micros())
                .description("Difference between account figures that should be equal, in micros")
                .register(registry);
        var _ = Gauge.builder("tollgate.reconcile.drift.accounts", this, one -> one.known.accounts())
                .description("Accounts with drift")
                .register(registry);
        var _ = Gauge.builder("tollgate.reconcile.copies.ahead", this, one -> one.ahead)
                .description("Copies in Redis that were ahead of their rows: PostgreSQL lost commits")
                .register(registry);
        var _ = Gauge.builder("tollgate.reconcile.age.seconds", this, DriftMetrics::ageSeconds)
                .description("Time since the last comparison of account figures, in seconds")
                .register(registry);
    }

    /** Stores the drifts of a comparison of account figures, together with those of the last comparison of sums. */
    void compared(List<Drift> drifts) {
        List<Drift> all = new ArrayList<>(drifts);
        all.addAll(ofSums);
        long accounts = all.stream().map(Drift::tenant).distinct().count();
        known = new Known(all.stream().mapToLong(Drift::micros).sum(), accounts, clock.instant());
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
    }

    /** Figures in PostgreSQL could not be compared. */
    void unknown() {
        known = Known.NOTHING;
    }

    private double ageSeconds() {
        var at = known.at();
        return at == null ? Double.NaN : Duration.between(at, clock.instant()).toMillis() / 1e3;
    }
}
