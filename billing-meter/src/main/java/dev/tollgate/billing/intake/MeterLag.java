package dev.tollgate.billing.intake;

import dev.tollgate.runtime.partition.OffsetConsumer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Consumer lag of this meter in records. NaN while Kafka does not answer, or the usage is not read. Each meter reads
 * its own partitions, so the sum is the lag of the installation.
 */
public final class MeterLag {

    public static final Duration EVERY = Duration.ofSeconds(2);
    private static final long UNKNOWN = -1;

    private final OffsetConsumer intake;
    private final AtomicLong records = new AtomicLong(UNKNOWN);

    public MeterLag(OffsetConsumer intake, MeterRegistry registry) {
        this.intake = intake;
        var _ = Gauge.builder("tollgate.meter.lag", records, MeterLag::shown)
                .description("Lag of this meter's partitions: usage records in Kafka that are not booked yet")
                .strongReference(true)
                .register(registry);
    }

    /** Reads the value again. */
    public Future<Void> measure() {
        return intake.lag()
                .onSuccess(records::set)
                .onFailure(_ -> records.set(UNKNOWN))
                .mapEmpty();
    }

    /** Whether everything was booked when the value was read last. */
    public boolean none() {
        return records.get() == 0;
    }

    private static double shown(AtomicLong records) {
        var known = records.get();
        return known == UNKNOWN ? Double.NaN : known;
    }
}
