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
            double micros,
            double accounts,
            double ahead,
            @Nullable Instant at) {
        static final Known NOTHING = new Known(Double.NaN, Double.NaN, Double.NaN, null);
    }

    private final InstantSource clock;
    private volatile Known known = new Known(0, 0, 0, null);

    /** Drift of sums; null if they could not be compared. */
    private volatile @Nullable List<Drift> ofSums = List.of();

    DriftMetrics(InstantSource clock, MeterRegistry registry) {
        this.clock = clock;
        var _ = Gauge.builder("tollgate.reconcile.drift.micros", this, one -> one.known.micros())
                .description("Difference between account figures that should be equal, in micros")
                .register(registry);
        var _ = Gauge.builder("tollgate.reconcile.drift.accounts", this, one -> one.known.accounts())
                .description("Accounts with drift")
                .register(registry);
        var _ = Gauge.builder("tollgate.reconcile.copies.ahead", this, one -> one.known.ahead())
                .description("Copies in Redis that were ahead of their rows: PostgreSQL lost commits")
                .register(registry);
        var _ = Gauge.builder("tollgate.reconcile.age.seconds", this, DriftMetrics::ageSeconds)
                .description("Time since the last comparison of account figures, in seconds")
                .register(registry);
    }

    /** After a quick comparison: its drift, and how many copies were ahead of their rows. */
    void compared(List<Drift> drifts, int ahead) {
        var more = ofSums;
        if (more == null) {
            known = Known.NOTHING;
            return;
        }
        List<Drift> all = new ArrayList<>(drifts);
        all.addAll(more);
        long accounts = all.stream().map(Drift::tenant).distinct().count();
        known = new Known(all.stream().mapToLong(Drift::micros).sum(), accounts, ahead, clock.instant());
    }

    /** After a comparison of sums; null if it could not be made. Shown by the next quick comparison. */
    void summed(@Nullable List<Drift> drifts) {
        ofSums = drifts == null ? null : List.copyOf(drifts);
    }

    /** Nothing could be compared. */
    void unknown() {
        known = Known.NOTHING;
    }

    private double ageSeconds() {
        var at = known.at();
        return at == null ? Double.NaN : Duration.between(at, clock.instant()).toMillis() / 1e3;
    }
}
