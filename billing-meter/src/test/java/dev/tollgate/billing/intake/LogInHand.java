package dev.tollgate.billing.intake;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.billing.app.BillingModule;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.runtime.kafka.EventRecord;
import dev.tollgate.runtime.partition.OffsetConsumer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A log of one partition that a test writes, and meters that are handed it as a stream would hand it. */
public final class LogInHand {

    public final UUID topic = UUID.randomUUID();
    public final List<Marker> markers = new ArrayList<>();
    private final MarkerHandler handler = new MarkerHandler() {
        @Override
        public void read(int partition, Marker marker) {
            markers.add(marker);
        }

        @Override
        public boolean closes(long bucket) {
            return bucket <= closesUntil;
        }
    };

    private final BillingBench bench;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private int length;

    /** The last bucket that the clocks have passed. */
    long closesUntil = Long.MAX_VALUE;

    public LogInHand(BillingBench bench) {
        this.bench = bench;
    }

    /** What a meter on this bench books with. */
    BookingParts parts() {
        return parts(bench.clock);
    }

    private BookingParts parts(InstantSource clock) {
        return new BookingParts(
                bench.meter,
                clock,
                bench.ids,
                bench.rows,
                bench.copies,
                bench.functions,
                _ -> {},
                bench.posting,
                new OperationModules(List.of(new BillingModule())),
                true,
                Duration.ofSeconds(1));
    }

    OffsetConsumer meter() {
        return meter(bench.clock);
    }

    /** The same by another clock. */
    OffsetConsumer meter(InstantSource clock) {
        var parts = parts(clock);
        return UsageIntake.reading(parts, topic, new MeterMetrics(registry), handler, UsageIntake.gaps(parts, topic));
    }

    double counted(String counter) {
        return registry.counter(counter).count();
    }

    /** Books these records in the partition of the tenant. */
    public void book(TenantId tenant, byte[]... bodies) {
        take(meter(), tenant, bodies);
    }

    void take(OffsetConsumer meter, TenantId tenant, byte[]... bodies) {
        read(tenant, meter);
        bench.await(() -> meter.take(bench.slice(tenant), records(tenant, bodies)));
    }

    /** Each meter takes the partition over from its position, with nothing behind it. */
    void read(TenantId tenant, OffsetConsumer... meters) {
        for (var meter : meters) {
            bench.await(() -> meter.read(List.of(bench.slice(tenant)), (_, _) -> Future.succeededFuture()));
        }
    }

    List<EventRecord> records(TenantId tenant, byte[]... bodies) {
        List<EventRecord> records = new ArrayList<>();
        for (var body : bodies) {
            records.add(new EventRecord(bench.slice(tenant), length++, "", Buffer.buffer(body)));
        }
        return records;
    }
}
