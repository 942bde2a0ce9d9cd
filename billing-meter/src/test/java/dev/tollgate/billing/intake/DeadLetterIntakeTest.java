package dev.tollgate.billing.intake;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBench;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.money.usage.UsageMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What of the log can never be charged, and what becomes of it. */
class DeadLetterIntakeTest extends OnBench {

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

    private static long deadLetters() {
        return bench.number("SELECT count(*) FROM billing.dead_letter");
    }

    private static long usageRows(TenantId tenant) {
        return bench.number(
                "SELECT COALESCE(sum(calls), 0) FROM records.call_segment WHERE tenant_id = '" + tenant.value() + "'");
    }
}
