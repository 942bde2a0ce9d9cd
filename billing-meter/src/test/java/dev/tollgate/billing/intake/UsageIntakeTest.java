package dev.tollgate.billing.intake;

import static dev.tollgate.billing.BillingBench.LARGE;
import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBench;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.money.usage.UsageMessage;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
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
    void a_dead_letter_that_is_sent_again_is_charged_once_whatever_is_delivered_of_its_record() {
        var tenant = bench.tenant(SMALL);
        var stranger = new TenantId(bench.ids.next());
        var letter = strange(stranger, tenant);
        var record = UsageCodec.encode(List.of(letter, bench.usage(tenant, 7)));
        var alone = strange(stranger, tenant);
        var meter = log.meter();
        log.take(meter, tenant, record, UsageCodec.encode(alone));
        var _ = bench.tenant(stranger, SMALL);

        log.take(meter, tenant, UsageCodec.json(letter), UsageCodec.json(alone));
        log.take(meter, tenant, record, UsageCodec.encode(alone), UsageCodec.json(letter));

        assertThat(bench.account(stranger).month().spent()).isEqualTo(20);
        assertThat(bench.account(tenant).month().spent()).isEqualTo(7);
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
    void few_calls_of_an_account_wait_for_more_and_a_marker_for_nothing() {
        var tenant = bench.tenant(SMALL);
        var one = UsageCodec.encode(bench.usage(tenant, 1));
        var many = UsageCodec.encode(IntStream.range(0, UsageIntake.EVENTS_PER_ACCOUNT)
                .mapToObj(_ -> bench.usage(tenant, 1))
                .toList());
        var meter = log.meter();

        assertThat(meter.patience(log.records(tenant, one))).isEqualTo(Duration.ofSeconds(1));
        assertThat(meter.patience(log.records(tenant, one, many))).isZero();
        assertThat(meter.patience(log.records(tenant, one, UsageCodec.encode(new Marker.Close(1)))))
                .isZero();
        assertThat(meter.patience(log.records(tenant, one, "junk".getBytes(StandardCharsets.UTF_8))))
                .isZero();
    }

    /** What a run costs is by its accounts: a cut one costs that twice. */
    @Test
    void calls_with_little_in_common_are_booked_at_once() {
        var tenant = bench.tenant(SMALL);
        var one = bench.usage(tenant, 0);
        var records = IntStream.range(0, 4)
                .mapToObj(_ -> UsageCodec.encode(IntStream.range(0, 250)
                        .mapToObj(_ -> byAnotherAgent(one))
                        .toList()))
                .toArray(byte[][]::new);

        log.take(log.meter(), tenant, records);

        var segments = " FROM records.call_segment WHERE tenant_id = '" + tenant.value() + "'";
        assertThat(bench.number("SELECT sum(calls)" + segments)).isEqualTo(1_000);
        assertThat(bench.number("SELECT count(DISTINCT batch_id)" + segments)).isOne();
    }

    private static UsageRecorded byAnotherAgent(UsageRecorded event) {
        var call = event.call();
        var facts = new CallFacts(
                new RequestId(bench.ids.next()),
                null,
                call.time(),
                call.tenant(),
                call.workspace(),
                call.actor(),
                call.surface(),
                call.operation(),
                call.action(),
                null,
                call.clientAddress(),
                bench.ids.next().toString().repeat(10));
        return new UsageRecorded(
                bench.ids.next(), facts, event.charge(), event.audited(), event.resourceType(), event.resourceId());
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
    void of_a_record_only_the_event_that_cannot_be_stored_is_put_aside_and_can_be_read_again() {
        var tenant = bench.tenant(SMALL);
        var meter = log.meter();
        var refused = bench.usage(tenant, new Charge("nul \0", 1, 10, "1", new Charge.Hold(1, 1)));

        log.take(
                meter,
                tenant,
                UsageCodec.encode(List.of(
                        bench.usage(tenant, 1),
                        bench.usage(tenant, 2),
                        refused,
                        bench.usage(tenant, 4),
                        bench.usage(tenant, 8))));

        assertThat(bench.account(tenant).month().spent()).isEqualTo(15);
        assertThat(usageRows(tenant)).isEqualTo(4);
        assertThat(putAside()).singleElement().isInstanceOfSatisfying(UsageMessage.Usage.class, kept -> {
            assertThat(kept.event().id()).isEqualTo(refused.id());
            assertThat(kept.event().charge()).isEqualTo(refused.charge());
        });
    }

    /** What this log's dead letters say. */
    private List<UsageMessage> putAside() {
        return bench
                .texts("SELECT convert_from(body, 'UTF8') FROM billing.dead_letter WHERE topic_id = '" + log.topic
                        + "'")
                .stream()
                .flatMap(body -> UsageCodec.decode(body.getBytes(StandardCharsets.UTF_8)).stream())
                .toList();
    }

    /** Of a tenant that PostgreSQL does not have, held under a copy that is lost. */
    private UsageRecorded strange(TenantId unknown, TenantId known) {
        var event = bench.usage(known, 0);
        var call = event.call();
        var facts = new CallFacts(
                call.requestId(),
                null,
                call.time(),
                unknown,
                call.workspace(),
                call.actor(),
                call.surface(),
                call.operation(),
                call.action(),
                null,
                call.clientAddress(),
                null);
        var lost = new Charge.Hold(0, Period.bucket(bench.clock.instant()));
        return new UsageRecorded(event.id(), facts, new Charge("rest.write", 1, 10, "1", lost), true, null, null);
    }

    private static long usageRows(TenantId tenant) {
        return bench.number(
                "SELECT COALESCE(sum(calls), 0) FROM records.call_segment WHERE tenant_id = '" + tenant.value() + "'");
    }

    private static long deadLetters() {
        return bench.number("SELECT count(*) FROM billing.dead_letter");
    }
}
