package dev.tollgate.billing.intake;

import static dev.tollgate.billing.BillingBench.LARGE;
import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBench;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageCodec;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The meter on a real PostgreSQL and Redis, handed the log as a stream would hand it. */
class UsageIntakeTest extends OnBench {

    @Test
    void an_event_delivered_twice_is_charged_once() {
        var tenant = bench.tenant(SMALL);
        var event = bench.usage(tenant, 100);
        var meter = log.meter();

        log.take(meter, tenant, UsageCodec.encode(event), UsageCodec.encode(event));
        log.take(meter, tenant, UsageCodec.encode(event));

        assertThat(bench.account(tenant).month().spent()).isEqualTo(100);
        assertThat(usageRows(tenant)).isOne();
    }

    @Test
    void an_event_in_json_delivered_twice_is_charged_once() {
        var tenant = bench.tenant(SMALL);
        var event = bench.usage(tenant, 100);
        var json = new String(UsageCodec.json(event), StandardCharsets.UTF_8);
        var twice = "[" + json.substring(1, json.length() - 1) + "," + json.substring(1);
        var meter = log.meter();

        log.take(meter, tenant, twice.getBytes(StandardCharsets.UTF_8));
        log.take(meter, tenant, UsageCodec.json(event));

        assertThat(bench.account(tenant).month().spent()).isEqualTo(100);
        assertThat(usageRows(tenant)).isOne();
    }

    @Test
    void a_record_is_charged_as_a_whole_also_where_a_marker_of_one_of_its_accounts_is_before_it() {
        var tenant = bench.tenant(SMALL);
        var other = bench.tenant(SMALL);
        var record =
                UsageCodec.encode(List.of(bench.usage(tenant, 100), bench.usage(other, 10), bench.usage(tenant, 1)));
        var meter = log.meter();

        log.take(meter, tenant, UsageCodec.encode(new Marker.Tenant(other, 2)), record, record);
        log.take(meter, tenant, record);

        assertThat(bench.account(tenant).month().spent()).isEqualTo(101);
        assertThat(bench.account(other).month().spent()).isEqualTo(10);
    }

    @Test
    void an_event_that_was_booked_before_there_were_records_is_not_charged_again() {
        var tenant = bench.tenant(SMALL);
        var event = bench.usage(tenant, 100);
        var day = LocalDate.ofInstant(bench.clock.instant(), ZoneOffset.UTC);
        bench.execute("CREATE TABLE IF NOT EXISTS billing.usage_event_test PARTITION OF billing.usage_event"
                + " FOR VALUES FROM (billing.least_id('" + day + "')) TO (billing.least_id('" + day.plusDays(1)
                + "'))");
        bench.execute("INSERT INTO billing.usage_event (id, tenant_id, request_id, at, period, credential_id, surface,"
                + " operation, module, dimension, quantity, price_version, charge_micros, batch_id, recorded_at)"
                + " VALUES ('" + event.id() + "', '" + tenant.value() + "', '" + event.id()
                + "', now(), 1, 'k', 'rest',"
                + " 'o', 'm', 'd', 1, '1', 0, '" + event.id() + "', now())");

        log.take(log.meter(), tenant, UsageCodec.json(event));

        assertThat(bench.account(tenant).month().spent()).isZero();
        bench.execute("DROP TABLE billing.usage_event_test");
    }

    @Test
    void two_meters_on_one_partition_charge_once() {
        var tenant = bench.tenant(SMALL);
        var one = log.meter();
        var other = log.meter();
        log.read(tenant, one, other);
        var batch = log.records(
                tenant, UsageCodec.encode(bench.usage(tenant, 100)), UsageCodec.encode(bench.usage(tenant, 20)));

        var _ = bench.await(() -> Future.all(
                one.take(bench.slice(tenant), batch).transform(_ -> Future.succeededFuture()),
                other.take(bench.slice(tenant), batch).transform(_ -> Future.succeededFuture())));

        assertThat(bench.account(tenant).month().spent()).isEqualTo(120);
        assertThat(usageRows(tenant)).isEqualTo(2);
    }

    @Test
    void a_batch_that_ends_after_its_partition_was_let_go_of_does_not_bring_it_back() {
        var tenant = bench.tenant(SMALL);
        var meter = log.meter();
        log.read(tenant, meter);
        var batch = log.records(tenant, UsageCodec.encode(bench.usage(tenant, 100)));
        bench.await(() -> meter.read(List.of(), (_, _) -> Future.succeededFuture()));

        bench.await(() -> meter.take(bench.slice(tenant), batch));

        assertThat(meter.partitions()).isEmpty();
    }

    @Test
    void a_batch_that_was_booked_already_is_not_booked_again() {
        var tenant = bench.tenant(SMALL);
        var one = log.meter();
        var late = log.meter();
        log.read(tenant, one, late);
        var batch = log.records(tenant, UsageCodec.encode(bench.usage(tenant, 100)));

        bench.await(() -> one.take(bench.slice(tenant), batch));
        bench.await(() -> late.take(bench.slice(tenant), batch));

        assertThat(bench.account(tenant).month().spent()).isEqualTo(100);
        assertThat(bench.number("SELECT max(next) FROM billing.log_position WHERE topic_id = '" + log.topic + "'"))
                .isEqualTo(1);
    }

    @Test
    void a_charge_draws_included_then_prepaid_and_every_draw_is_a_transfer() {
        var tenant = bench.tenant(SMALL);
        bench.topUp(tenant, 500);
        var meter = log.meter();

        log.take(meter, tenant, UsageCodec.encode(List.of(bench.usage(tenant, 900), bench.usage(tenant, 300))));

        assertThat(bench.drawn(tenant, "included")).isEqualTo(1_000);
        assertThat(bench.drawn(tenant, "prepaid")).isEqualTo(200);
        assertThat(bench.account(tenant).prepaidLeft()).isEqualTo(300);
    }

    @Test
    void what_no_money_covers_is_ours_to_bear_and_never_makes_a_balance_negative() {
        var tenant = bench.tenant(SMALL);
        var meter = log.meter();

        log.take(meter, tenant, UsageCodec.encode(bench.usage(tenant, 1_250)));

        assertThat(bench.drawn(tenant, "grace")).isEqualTo(250);
        assertThat(bench.account(tenant).month().includedLeft()).isZero();
    }

    @Test
    void a_free_call_is_recorded_and_moves_no_money() {
        var tenant = bench.tenant(LARGE);
        var meter = log.meter();
        var seq = bench.account(tenant).revision().seq();

        log.take(meter, tenant, UsageCodec.encode(bench.usage(tenant, 0)));

        assertThat(usageRows(tenant)).isOne();
        assertThat(bench.account(tenant).revision().seq()).isEqualTo(seq);
    }

    private static long usageRows(TenantId tenant) {
        return bench.number(
                "SELECT COALESCE(sum(calls), 0) FROM records.call_segment WHERE tenant_id = '" + tenant.value() + "'");
    }
}
