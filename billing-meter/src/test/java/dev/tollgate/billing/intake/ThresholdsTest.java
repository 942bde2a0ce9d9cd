package dev.tollgate.billing.intake;

import static dev.tollgate.billing.BillingBench.LARGE;
import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBench;
import dev.tollgate.billing.account.BillingOperations;
import dev.tollgate.billing.account.NewOverride;
import dev.tollgate.billing.account.PlanChoice;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.money.usage.UsageCodec;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines that accounts cross, told as domain events. */
class ThresholdsTest extends OnBench {

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

        assertThat(bench.announced(tenant))
                .containsExactly("threshold_reached included 50", "threshold_reached included 80");
    }

    @Test
    void exhausted_and_recovered_are_told_when_they_come_to_pass() {
        var tenant = bench.tenant(SMALL);
        var meter = log.meter();

        log.take(meter, tenant, UsageCodec.encode(bench.usage(tenant, 999)));
        bench.topUp(tenant, 500);
        log.take(meter, tenant, UsageCodec.encode(bench.usage(tenant, 501)));

        assertThat(bench.announced(tenant).stream().filter(told -> !told.startsWith("threshold")))
                .containsExactly("exhausted", "recovered", "exhausted");
    }

    @Test
    void a_replayed_batch_and_a_second_meter_tell_nothing_again() {
        var tenant = bench.tenant(SMALL);
        var one = log.meter();
        var other = log.meter();
        log.read(tenant, one, other);
        var event = bench.usage(tenant, 999);
        var batch = log.records(tenant, UsageCodec.encode(event));

        var _ = bench.await(() -> Future.all(
                one.take(bench.slice(tenant), batch).transform(_ -> Future.succeededFuture()),
                other.take(bench.slice(tenant), batch).transform(_ -> Future.succeededFuture())));
        log.take(log.meter(), tenant, UsageCodec.encode(event));

        assertThat(bench.announced(tenant))
                .containsExactly("threshold_reached included 50", "threshold_reached included 80", "exhausted");
    }

    @Test
    void what_a_rolled_back_batch_crossed_was_never_told() {
        var tenant = bench.tenant(SMALL);
        bench.execute("ALTER TABLE billing.transfer ADD CONSTRAINT broken CHECK (amount_micros <> 600) NOT VALID");
        var meter = log.meter();
        log.take(meter, tenant, UsageCodec.encode(bench.usage(tenant, 600)));
        var whileBroken = bench.announced(tenant);
        bench.execute("ALTER TABLE billing.transfer DROP CONSTRAINT broken");

        log.take(meter, tenant, UsageCodec.encode(bench.usage(tenant, 600)));

        assertThat(whileBroken).isEmpty();
        assertThat(bench.announced(tenant)).containsExactly("threshold_reached included 50");
    }

    @Test
    void a_smaller_plan_crosses_lines_and_going_back_and_forth_tells_them_once() {
        var tenant = bench.tenant(LARGE);
        log.take(log.meter(), tenant, UsageCodec.encode(bench.usage(tenant, 800)));
        var before = bench.announced(tenant);

        for (var plan : List.of("small", "large", "small")) {
            var _ = desk.done(BillingOperations.SET_PLAN, desk.on(tenant), new PlanChoice(plan));
        }

        assertThat(before).isEmpty();
        assertThat(bench.announced(tenant))
                .containsExactly("threshold_reached included 50", "threshold_reached included 80");
    }

    @Test
    void every_workspace_gets_an_event_of_its_own_with_the_same_data() {
        var tenant = bench.tenant(SMALL);
        var second = bench.addWorkspace(tenant);

        log.take(log.meter(), tenant, UsageCodec.encode(bench.usage(tenant, 500)));

        var events = bench.events().stream()
                .filter(event -> event.tenant().equals(tenant))
                .toList();
        assertThat(events.stream().map(DomainEvent::workspace))
                .containsExactlyInAnyOrder(bench.workspace(tenant), second);
        assertThat(events.stream().map(DomainEvent::data).distinct()).hasSize(1);
        assertThat(events.stream().map(DomainEvent::id).distinct()).hasSize(2);
    }

    @Test
    void who_was_never_told_of_the_end_is_not_told_of_a_recovery() {
        var tenant = bench.tenant(SMALL);
        var _ = desk.done(
                BillingOperations.SET_OVERRIDE, desk.on(tenant), new NewOverride(0L, null, null, "stopped", null));
        bench.execute("DELETE FROM billing.exhaustion WHERE tenant_id = '" + tenant.value() + "'");

        var _ = desk.done(BillingOperations.DELETE_OVERRIDE, desk.on(tenant), new NoInput());

        assertThat(bench.announced(tenant)).containsExactly("exhausted");
    }
}
