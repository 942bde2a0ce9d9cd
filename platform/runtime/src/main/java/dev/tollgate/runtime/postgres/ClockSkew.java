package dev.tollgate.runtime.postgres;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;

/** How far the clock of this process is from that of PostgreSQL, by its last answer. Written on one thread. */
final class ClockSkew {

    /** Microseconds since 1970, which no setting of the server formats in another way. */
    static final String READ = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

    private static final double MILLIS = 1e3;

    private volatile double aheadSeconds = Double.NaN;

    /**
     * The least by which our clock is ahead of another that was read between two readings of ours; negative where ours
     * is behind, zero where they may agree. An answer that is late hides a difference, and never makes one up.
     */
    static Duration ahead(Instant before, Instant other, Instant after) {
        if (other.isBefore(before)) {
            return Duration.between(other, before);
        }
        return other.isAfter(after) ? Duration.between(other, after) : Duration.ZERO;
    }

    void read(Instant before, Instant other, Instant after) {
        aheadSeconds = ahead(before, other, after).toMillis() / MILLIS;
    }

    /** PostgreSQL does not answer. */
    void unknown() {
        aheadSeconds = Double.NaN;
    }

    void show(MeterRegistry registry) {
        var _ = Gauge.builder("tollgate.clock.skew.seconds", this, skew -> skew.aheadSeconds)
                .description("How far the clock of this process is ahead of PostgreSQL's; negative if it is behind")
                .strongReference(true)
                .register(registry);
    }
}
