package dev.tollgate.billing.close;

import dev.tollgate.money.clock.ClockReading;
import dev.tollgate.money.rating.Period;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in log and metrics when clocks disagree, and when a close lies in the future. Used on one event loop. */
public final class ClockAlarm {

    private static final Logger LOGGER = LoggerFactory.getLogger(ClockAlarm.class);
    private static final double MILLIS = 1e3;

    private final AtomicReference<Double> skewSeconds = new AtomicReference<>(Double.NaN);
    private final AtomicReference<Double> closedAheadSeconds = new AtomicReference<>(Double.NaN);
    private volatile @Nullable String disagreement;

    public ClockAlarm(MeterRegistry registry) {
        var _ = Gauge.builder("tollgate.meter.clock.skew.seconds", skewSeconds, AtomicReference::get)
                .description("Disagreement of the clocks of Redis, PostgreSQL and this meter; above 2 nothing closes")
                .strongReference(true)
                .register(registry);
        var _ = Gauge.builder("tollgate.meter.closed.ahead.seconds", closedAheadSeconds, AtomicReference::get)
                .description("How far closes of this meter's partitions lie in the future; 0 unless a clock was ahead")
                .strongReference(true)
                .register(registry);
    }

    /** Notes a reading; gives whether closes may go by it. */
    boolean agree(ClockReading reading) {
        skewSeconds.set(reading.skew().toMillis() / MILLIS);
        var before = disagreement;
        if (reading.agrees()) {
            disagreement = null;
            if (before != null) {
                LOGGER.atInfo().log("clocks agree again, closes go on in a minute");
            }
            return true;
        }
        disagreement = "clocks differ by " + reading.skew().toSeconds() + " s, nothing closes: Redis is "
                + reading.redisAhead().toSeconds() + " s and PostgreSQL "
                + reading.databaseAhead().toSeconds() + " s ahead of this process";
        if (before == null) {
            LOGGER.atError()
                    .addKeyValue("redisAheadMs", reading.redisAhead().toMillis())
                    .addKeyValue("postgresAheadMs", reading.databaseAhead().toMillis())
                    .log("clocks disagree, closes wait");
        }
        return false;
    }

    /**
     * Notes up to which buckets partitions are closed.
     *
     * @param present the bucket of now
     */
    void closed(Collection<Long> closed, long present) {
        long ahead = closed.stream().mapToLong(bucket -> bucket - present).max().orElse(0);
        var before = closedAheadSeconds.getAndSet((double) Math.max(0, ahead) * Period.BUCKET_SECONDS);
        if (ahead > 0 && !(before > 0)) {
            LOGGER.atError()
                    .addKeyValue("aheadSeconds", ahead * Period.BUCKET_SECONDS)
                    .log("closes lie in the future, repair_closes sets them back");
        }
    }

    /** Why nothing closes; null if clocks agree. */
    @Nullable String disagreement() {
        return disagreement;
    }
}
