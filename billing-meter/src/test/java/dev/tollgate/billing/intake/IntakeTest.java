package dev.tollgate.billing.intake;

import static dev.tollgate.billing.BillingBench.LARGE;
import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.hold.HoldRequest;
import dev.tollgate.money.hold.Holds;
import dev.tollgate.money.hold.Verdict;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.runtime.kafka.EventRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The meter on a real PostgreSQL and Redis, handed the log as a stream would hand it. */
class IntakeTest {

    private static BillingBench bench;

    private final UUID topic = UUID.randomUUID();
    private final List<byte[]> log = new ArrayList<>();
    private final List<Marker> markers = new ArrayList<>();

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
        var meter = meter();

        take(meter, tenant, UsageCodec.encode(List.of(event, event)));
        take(meter, tenant, UsageCodec.encode(event));

        assertThat(bench.account(tenant).month().spent()).isEqualTo(100);
        assertThat(usageRows(tenant)).isOne();
    }

    @Test
    void a_bad_event_is_put_aside_and_its_neighbours_are_charged() {
        var tenant = bench.tenant(SMALL);
        var stranger = new TenantId(bench.ids.next());
        var meter = meter();
        var before = deadLetters();

        take(
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
        var meter = meter();
        var before = deadLetters();

        take(meter, tenant, UsageCodec.encode(old));

        assertThat(bench.account(tenant).month().spent()).isZero();
        assertThat(deadLetters() - before).isOne();
    }

    @Test
    void two_meters_on_one_partition_charge_once() {
        var tenant = bench.tenant(SMALL);
        var one = meter();
        var other = meter();
        read(tenant, one, other);
        var batch = records(
                tenant, UsageCodec.encode(bench.usage(tenant, 100)), UsageCodec.encode(bench.usage(tenant, 20)));

        bench.await(() -> Future.all(
                one.take(bench.slice(tenant), batch).transform(_ -> Future.succeededFuture()),
                other.take(bench.slice(tenant), batch).transform(_ -> Future.succeededFuture())));

        assertThat(bench.account(tenant).month().spent()).isEqualTo(120);
        assertThat(usageRows(tenant)).isEqualTo(2);
    }

    @Test
    void a_batch_that_was_booked_already_is_not_booked_again() {
        var tenant = bench.tenant(SMALL);
        var one = meter();
        var late = meter();
        read(tenant, one, late);
        var batch = records(tenant, UsageCodec.encode(bench.usage(tenant, 100)));

        bench.await(() -> one.take(bench.slice(tenant), batch));
        bench.await(() -> late.take(bench.slice(tenant), batch));

        assertThat(bench.account(tenant).month().spent()).isEqualTo(100);
        assertThat(bench.number("SELECT max(next) FROM billing.log_position WHERE topic_id = '" + topic + "'"))
                .isEqualTo(1);
    }

    @Test
    void a_charge_draws_included_then_prepaid_and_every_draw_is_a_transfer() {
        var tenant = bench.tenant(SMALL);
        topUp(tenant, 500);
        var meter = meter();

        take(meter, tenant, UsageCodec.encode(List.of(bench.usage(tenant, 900), bench.usage(tenant, 300))));

        assertThat(drawn(tenant, "included")).isEqualTo(1_000);
        assertThat(drawn(tenant, "prepaid")).isEqualTo(200);
        assertThat(bench.account(tenant).prepaidLeft()).isEqualTo(300);
    }

    @Test
    void what_no_money_covers_is_ours_to_bear_and_never_makes_a_balance_negative() {
        var tenant = bench.tenant(SMALL);
        var meter = meter();

        take(meter, tenant, UsageCodec.encode(bench.usage(tenant, 1_250)));

        assertThat(drawn(tenant, "grace")).isEqualTo(250);
        assertThat(bench.account(tenant).month().includedLeft()).isZero();
    }

    @Test
    void a_close_gives_back_what_was_held_and_never_charged() {
        var tenant = bench.tenant(SMALL);
        var holds = bench.onLoop(() -> new Holds(bench.vertx, bench.functions, bench.appCopies));
        var leaked = hold(holds, tenant, 400);
        var charged = hold(holds, tenant, 100);
        var meter = meter();
        take(
                meter,
                tenant,
                UsageCodec.encode(bench.usage(tenant, new Charge("rest.write", 1, 100, "1", charged.hold()))));

        take(meter, tenant, UsageCodec.encode(new Marker.Close(leaked.hold().bucket() + 1)));
        bench.await(() -> bench.copies.publish(tenant));
        var after = hold(holds, tenant, 1);

        assertThat(charged.balanceMicros()).isEqualTo(500);
        assertThat(after.balanceMicros()).isEqualTo(899);
    }

    @Test
    void an_event_after_its_bucket_has_closed_is_charged_all_the_same() {
        var tenant = bench.tenant(SMALL);
        var bucket = Period.bucket(bench.clock.instant()) + 1;
        var meter = meter();

        take(
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
        var meter = meter();

        take(
                meter,
                tenant,
                UsageCodec.encode(new Marker.Tenant(tenant, n)),
                UsageCodec.encode(new Marker.Tenant(tenant, n)));

        assertThat(bench.account(tenant).revision().inc()).isEqualTo(2);
        assertThat(markers).hasSize(2);
    }

    @Test
    void a_threshold_is_told_once_a_month_and_workspace_however_the_events_are_cut() {
        var tenant = bench.tenant(SMALL);
        var meter = meter();

        take(meter, tenant, UsageCodec.encode(bench.usage(tenant, 499)));
        take(meter, tenant, UsageCodec.encode(bench.usage(tenant, 1)));
        take(meter, tenant, UsageCodec.encode(bench.usage(tenant, 100)), UsageCodec.encode(bench.usage(tenant, 250)));

        assertThat(bench.told(tenant))
                .containsExactly("threshold_reached included 50", "threshold_reached included 80");
    }

    @Test
    void exhausted_and_recovered_are_told_when_they_come_to_pass() {
        var tenant = bench.tenant(SMALL);
        var meter = meter();

        take(meter, tenant, UsageCodec.encode(bench.usage(tenant, 999)));
        topUp(tenant, 500);
        take(meter, tenant, UsageCodec.encode(bench.usage(tenant, 501)));

        assertThat(bench.told(tenant).stream().filter(told -> !told.startsWith("threshold")))
                .containsExactly("exhausted", "recovered", "exhausted");
    }

    @Test
    void a_free_call_is_recorded_and_moves_no_money() {
        var tenant = bench.tenant(LARGE);
        var meter = meter();
        var seq = bench.account(tenant).revision().seq();

        take(meter, tenant, UsageCodec.encode(bench.usage(tenant, 0)));

        assertThat(usageRows(tenant)).isOne();
        assertThat(bench.account(tenant).revision().seq()).isEqualTo(seq);
    }

    private Intake meter() {
        var parts = new BookingParts(
                bench.meter, bench.clock, bench.ids, bench.rows, bench.posting, new OperationModules(List.of()));
        return new Intake(
                parts,
                topic,
                bench.copies,
                _ -> {},
                new MeterCounts(new SimpleMeterRegistry()),
                (_, marker) -> markers.add(marker));
    }

    /** Each meter takes the partition over from its position, with nothing behind it. */
    private void read(TenantId tenant, Intake... meters) {
        for (var meter : meters) {
            bench.await(() -> meter.read(List.of(bench.slice(tenant)), (_, _) -> Future.succeededFuture()));
        }
    }

    private void take(Intake meter, TenantId tenant, byte[]... bodies) {
        read(tenant, meter);
        bench.await(() -> meter.take(bench.slice(tenant), records(tenant, bodies)));
    }

    private List<EventRecord> records(TenantId tenant, byte[]... bodies) {
        List<EventRecord> records = new ArrayList<>();
        for (var body : bodies) {
            records.add(new EventRecord(bench.slice(tenant), log.size(), "", io.vertx.core.buffer.Buffer.buffer(body)));
            log.add(body);
        }
        return records;
    }

    private UsageRecorded strange(TenantId stranger, TenantId known) {
        var event = bench.usage(known, 10);
        var call = event.call();
        var facts = new dev.tollgate.contract.event.CallFacts(
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
        bench.await(() -> bench.app.transaction(
                dev.tollgate.runtime.postgres.Session.of(tenant), bench.deadline(), transaction -> {
                    var _ = dev.tollgate.billing.ledger.Transfers.announce(transaction);
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
