package dev.tollgate.billing.intake;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.money.usage.UsageCodec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lines that accounts cross, told as domain events. */
class ThresholdsTest {

    private static BillingBench bench;

    private final LogInHand log = new LogInHand(bench);

    @BeforeAll
    static void open() {
        bench = new BillingBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @AfterEach
    void nothing_drifts() {
        assertThat(bench.drifts()).isEmpty();
    }

    @Test
    void a_threshold_is_told_once_a_month_and_workspace_however_the_events_are_cut() {
        var tenant = bench.tenant(SMALL);
        var meter = log.meter();

        log.take(meter, tenant, UsageCodec.encode(bench.usage(tenant, 499)));
        log.take(meter, tenant, UsageCodec.encode(bench.usage(tenant, 1)));
        log.take(
                meter,
                tenant,
                UsageCodec.encode(bench.usage(tenant, 100)),
                UsageCodec.encode(bench.usage(tenant, 250)));

        assertThat(bench.told(tenant))
                .containsExactly("threshold_reached included 50", "threshold_reached included 80");
    }

    @Test
    void exhausted_and_recovered_are_told_when_they_come_to_pass() {
        var tenant = bench.tenant(SMALL);
        var meter = log.meter();

        log.take(meter, tenant, UsageCodec.encode(bench.usage(tenant, 999)));
        bench.topUp(tenant, 500);
        log.take(meter, tenant, UsageCodec.encode(bench.usage(tenant, 501)));

        assertThat(bench.told(tenant).stream().filter(told -> !told.startsWith("threshold")))
                .containsExactly("exhausted", "recovered", "exhausted");
    }
}
