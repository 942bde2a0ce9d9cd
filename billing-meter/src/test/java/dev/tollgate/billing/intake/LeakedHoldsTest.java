package dev.tollgate.billing.intake;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBench;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.redis.RedisFunctions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LeakedHoldsTest extends OnBench {

    @Test
    void the_holds_of_every_account_of_a_close_are_counted_however_many_there_are() {
        var tenant = bench.tenant(SMALL);
        var leaked = ((HoldDecision.Admitted) bench.hold(tenant, 400)).hold();
        Map<TenantId, LeakedHolds.Closed> closed = new LinkedHashMap<>();
        for (int others = 0; others < RedisFunctions.ENTRIES_MAX; others++) {
            closed.put(new TenantId(UUID.randomUUID()), new LeakedHolds.Closed(leaked.bucket(), 0));
        }
        closed.put(tenant, new LeakedHolds.Closed(leaked.bucket(), 100));
        var registry = new SimpleMeterRegistry();
        var holds = new LeakedHolds(bench.functions, new MeterMetrics(registry));

        bench.await(() -> holds.count(closed));

        assertThat(registry.get("tollgate.meter.leaked.micros").counter().count())
                .isEqualTo(300);
    }
}
