package dev.tollgate.billing.intake;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.money.usage.UsageCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a consumer says of partitions that it does not read. */
class UnreadPartitionsTest {

    private static BillingBench bench;

    @BeforeAll
    static void open() {
        bench = new BillingBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void a_partition_that_was_let_go_of_is_not_stuck_when_its_last_batch_fails() {
        var tenant = bench.tenant(SMALL);
        var log = new LogInHand(bench);
        var meter = log.meter();
        var records = log.records(tenant, UsageCodec.encode(bench.usage(tenant, 100)));
        int partition = bench.slice(tenant);
        log.read(tenant, meter);

        bench.whileLocked(
                tenant, () -> bench.await(() -> meter.take(partition, records).otherwiseEmpty()));
        double whileRead = meter.stuckSeconds();
        bench.whileLocked(
                tenant,
                () -> bench.await(() -> {
                    var taken = meter.take(partition, records);
                    return meter.read(List.of(), (_, _) -> Future.succeededFuture())
                            .compose(_ -> taken)
                            .otherwiseEmpty();
                }));

        assertThat(whileRead).isPositive();
        assertThat(meter.stuckSeconds()).isZero();
    }

    @Test
    void the_lag_of_partitions_that_cannot_be_read_is_unknown() {
        var tenant = bench.tenant(SMALL);
        var meter = new LogInHand(bench).meter();
        var registry = new SimpleMeterRegistry();
        var lag = new MeterLag(meter, registry);
        bench.await(lag::measure);
        double ofNoPartition = registry.get("tollgate.meter.lag").gauge().value();

        bench.await(
                () -> meter.read(List.of(bench.slice(tenant)), (_, _) -> Future.failedFuture("Kafka does not answer"))
                        .otherwiseEmpty());
        bench.await(() -> lag.measure().otherwiseEmpty());

        assertThat(ofNoPartition).isZero();
        assertThat(registry.get("tollgate.meter.lag").gauge().value()).isNaN();
        assertThat(lag.none()).isFalse();
    }
}
