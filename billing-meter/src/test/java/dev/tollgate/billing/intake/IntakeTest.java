package dev.tollgate.billing.intake;

import static dev.tollgate.billing.BillingBench.LARGE;
import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.billing.ledger.Transfers;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.hold.HoldRequest;
import dev.tollgate.money.hold.Holds;
import dev.tollgate.money.hold.Verdict;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.runtime.postgres.Session;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The meter on a real PostgreSQL and Redis, handed the log as a stream would hand it. */
class IntakeTest {

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
    void an_event_delivered_twice_is_charged_once() {
        var tenant = bench.tenant(SMALL);
        var event = bench.usage(tenant, 100);
        var meter = log.meter();

        log.take(meter, tenant, UsageCodec.encode(List.of(event, event)));
        log.take(meter, tenant, UsageCodec.encode(event));

        assertThat(bench.account(tenant).month().spent()).isEqualTo(100);
        assertThat(usageRows(tenant)).isOne();
    }

    @Test
    void a_bad_event_is_put_aside_and_its_neighbours_are_charged() {
        var tenant = bench.tenant(SMALL);
        var stranger = new TenantId(bench.ids.next());
        var meter = log.meter();
        var before = deadLetters();

        log.take(
                meter,
                tenant,
                UsageCodec.encode(bench.usage(tenant, 100)),
                "[{\"type\":\"tollgate.usage.v1\"}]".getBytes(StandardCharsets.UTF_8),
                "not json".getBytes(StandardCharsets.UTF_8),
                UsageCodec.encode(strange(stranger, tenant)),
                UsageCodec.encode(bench.usage(tenant, 50)));

        assertThat(bench.account(tenant).month().spent()).isEqualTo(150);
        assertThat(deadLetters() - before).isEqualTo(3);
    }

    @Test
    void an_event_too_old_for_its_row_to_be_found_again_is_put_aside() {
        var tenant = bench.tenant(SMALL);
        var event = bench.usage(tenant, 100);
        var old = new UsageRecorded(
                new UUID(
                        event.id().getMostSignificantBits()
                                - (Duration.ofDays(40).toMillis() << 16),
                        1L << 63),
                event.call(),
                event.charge(),
                true,
                null,
                null);
        var meter = log.meter();
        var before = deadLetters();

        log.take(meter, tenant, UsageCodec.encode(old));

        assertThat(bench.account(tenant).month().spent()).isZero();
        assertThat(deadLetters() - before).isOne();
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
        topUp(tenant, 500);
        var meter = log.meter();

        log.take(meter, tenant, UsageCodec.encode(List.of(bench.usage(tenant, 900), bench.usage(tenant, 300))));

        assertThat(drawn(tenant, "included")).isEqualTo(1_000);
        assertThat(drawn(tenant, "prepaid")).isEqualTo(200);
        assertThat(bench.account(tenant).prepaidLeft()).isEqualTo(300);
    }

    @Test
    void what_no_money_covers_is_ours_to_bear_and_never_makes_a_balance_negative() {
        var tenant = bench.tenant(SMALL);
        var meter = log.meter();

        log.take(meter, tenant, UsageCodec.encode(bench.usage(tenant, 1_250)));

        assertThat(drawn(tenant, "grace")).isEqualTo(250);
        assertThat(bench.account(tenant).month().includedLeft()).isZero();
    }

    @Test
    void a_close_gives_back_what_was_held_and_never_charged() {
        var tenant = bench.tenant(SMALL);
        var holds = bench.onLoop(() -> new Holds(bench.vertx, bench.functions, bench.appCopies));
        var leaked = hold(holds, tenant, 400);
        var charged = hold(holds, tenant, 100);
        var meter = log.meter();
        log.take(
                meter,
                tenant,
                UsageCodec.encode(bench.usage(tenant, new Charge("rest.write", 1, 100, "1", charged.hold()))));

        log.take(meter, tenant, UsageCodec.encode(new Marker.Close(leaked.hold().bucket() + 1)));
        bench.await(() -> bench.copies.publish(tenant));
        var after = hold(holds, tenant, 1);

        assertThat(charged.balanceMicros()).isEqualTo(500);
        assertThat(after.balanceMicros()).isEqualTo(899);
        assertThat(log.counted("tollgate.meter.leaked.micros")).isEqualTo(400);
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
        assertThat(log.markers).hasSize(2);
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
        topUp(tenant, 500);
        log.take(meter, tenant, UsageCodec.encode(bench.usage(tenant, 501)));

        assertThat(bench.told(tenant).stream().filter(told -> !told.startsWith("threshold")))
                .containsExactly("exhausted", "recovered", "exhausted");
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

    @Test
    void an_event_that_cannot_be_stored_does_not_stop_the_partition() {
        var tenant = bench.tenant(SMALL);
        var meter = log.meter();
        var event = bench.usage(tenant, new Charge("nul \0", 1, 10, "1", new Charge.Hold(1, 1)));
        var before = deadLetters();

        log.take(
                meter,
                tenant,
                UsageCodec.encode(bench.usage(tenant, 20)),
                UsageCodec.encode(event),
                UsageCodec.encode(bench.usage(tenant, 30)));

        assertThat(bench.account(tenant).month().spent()).isEqualTo(50);
        assertThat(deadLetters() - before).isOne();
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

    private UsageRecorded strange(TenantId stranger, TenantId known) {
        var event = bench.usage(known, 10);
        var call = event.call();
        var facts = new CallFacts(
                call.requestId(),
                null,
                call.time(),
                stranger,
                call.workspace(),
                call.actor(),
                call.surface(),
                call.operation(),
                call.action(),
                null,
                call.clientAddress(),
                null);
        return new UsageRecorded(event.id(), facts, event.charge(), true, null, null);
    }

    private Verdict.Admitted hold(Holds holds, TenantId tenant, long micros) {
        return (Verdict.Admitted) bench.await(() -> holds.hold(new HoldRequest(tenant, micros, List.of())));
    }

    private void topUp(TenantId tenant, long micros) {
        var _ = bench.await(() -> bench.app.transaction(Session.of(tenant), bench.deadline(), transaction -> {
            var _ = Transfers.announce(transaction);
            return bench.accounts
                    .topUp(transaction, tenant, bench.ids.next(), micros, null)
                    .compose(applied -> bench.posting.post(
                            transaction,
                            List.of(applied.orElseThrow()),
                            bench.ids.next(),
                            null,
                            bench.clock.instant()));
        }));
    }

    private static long usageRows(TenantId tenant) {
        return bench.number("SELECT count(*) FROM billing.usage_event WHERE tenant_id = '" + tenant.value() + "'");
    }

    private static long deadLetters() {
        return bench.number("SELECT count(*) FROM billing.dead_letter");
    }

    private static long drawn(TenantId tenant, String source) {
        return bench.number(
                "SELECT COALESCE(sum(amount_micros), 0) FROM billing.transfer WHERE kind = 'charge' AND debit = '"
                        + source + "' AND tenant_id = '" + tenant.value() + "'");
    }
}
