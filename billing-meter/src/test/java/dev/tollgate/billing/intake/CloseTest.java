package dev.tollgate.billing.intake;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBench;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageCodec;
import org.junit.jupiter.api.Test;

/** Effects of markers that are read back. */
class CloseTest extends OnBench {

    @Test
    void a_close_gives_back_what_was_held_and_never_charged() {
        var tenant = bench.tenant(SMALL);
        var leaked = hold(tenant, 400);
        var charged = hold(tenant, 100);
        var meter = log.meter();
        log.take(
                meter,
                tenant,
                UsageCodec.encode(bench.usage(tenant, new Charge("rest.write", 1, 100, "1", charged.hold()))));

        log.take(meter, tenant, UsageCodec.encode(new Marker.Close(leaked.hold().bucket() + 1)));
        bench.await(() -> bench.copies.publish(tenant));
        var after = hold(tenant, 1);

        assertThat(charged.balanceMicros()).isEqualTo(500);
        assertThat(after.balanceMicros()).isEqualTo(899);
        assertThat(log.counted("tollgate.meter.leaked.micros")).isEqualTo(400);
    }

    @Test
    void a_close_that_the_clocks_have_not_passed_closes_nothing_until_they_have() {
        var tenant = bench.tenant(SMALL);
        var meter = log.meter();
        var held = hold(tenant, 100).hold();
        log.take(meter, tenant, UsageCodec.encode(bench.usage(tenant, new Charge("rest.write", 1, 100, "1", held))));
        log.closesUntil = held.bucket() - 1;

        log.take(meter, tenant, UsageCodec.encode(new Marker.Close(held.bucket())));
        var open = bench.account(tenant).month().openCharged();
        log.closesUntil = held.bucket();
        log.take(meter, tenant, UsageCodec.encode(new Marker.Close(held.bucket())));

        assertThat(open).isEqualTo(100);
        assertThat(bench.account(tenant).month().openCharged()).isZero();
    }

    @Test
    void an_event_after_its_bucket_has_closed_is_charged_all_the_same() {
        var tenant = bench.tenant(SMALL);
        var bucket = Period.bucket(bench.clock.instant()) + 1;
        var meter = log.meter();

        log.take(
                meter,
                tenant,
                UsageCodec.encode(bench.usage(tenant, 20, bucket)),
                UsageCodec.encode(new Marker.Close(bucket)),
                UsageCodec.encode(bench.usage(tenant, 100, bucket)));

        assertThat(bench.account(tenant).month().spent()).isEqualTo(120);
        assertThat(bench.account(tenant).month().openCharged()).isZero();
    }

    @Test
    void a_tenant_marker_raises_the_incarnation_once() {
        var tenant = bench.tenant(SMALL);
        var n = 2L;
        bench.execute("UPDATE billing.account SET prep = 2 WHERE tenant = '" + tenant.value() + "'");
        var meter = log.meter();

        log.take(
                meter,
                tenant,
                UsageCodec.encode(new Marker.Tenant(tenant, n)),
                UsageCodec.encode(new Marker.Tenant(tenant, n)));

        assertThat(bench.account(tenant).revision().inc()).isEqualTo(2);
        assertThat(bench.account(tenant).revision().seq()).as("changes").isEqualTo(2);
        assertThat(log.markers).containsExactly(new Marker.Tenant(tenant, n));
    }

    @Test
    void a_charge_that_comes_after_its_month_is_final_counts_for_the_running_one_and_names_the_old() {
        var tenant = bench.tenant(SMALL);
        var old = bench.account(tenant).month().period();
        var meter = log.meter();

        log.take(
                meter,
                tenant,
                UsageCodec.encode(bench.usage(tenant, 100, old.lastBucket())),
                UsageCodec.encode(new Marker.Close(old.lastBucket())),
                UsageCodec.encode(bench.usage(tenant, 40, old.lastBucket())));

        assertThat(bench.account(tenant).month().period()).isEqualTo(old.next());
        assertThat(bench.account(tenant).month().spent()).isEqualTo(40);
        assertThat(bench.number("SELECT sum(amount_micros) FROM billing.transfer WHERE adjusts = " + old.number()
                        + " AND period = " + old.next().number() + " AND tenant_id = '" + tenant.value() + "'"))
                .isEqualTo(40);
        assertThat(bench.number("SELECT count(*) FROM billing.month_turned WHERE tenant_id = '" + tenant.value() + "'"))
                .isEqualTo(2);
    }

    private HoldDecision.Admitted hold(TenantId tenant, long micros) {
        return (HoldDecision.Admitted) bench.hold(tenant, micros);
    }
}
