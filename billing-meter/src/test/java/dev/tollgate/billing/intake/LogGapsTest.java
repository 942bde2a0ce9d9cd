package dev.tollgate.billing.intake;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.billing.OnBench;
import dev.tollgate.billing.recovery.ContinuedUsageLog;
import dev.tollgate.billing.recovery.RecoveryOperations;
import dev.tollgate.billing.recovery.RecoveryReason;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.runtime.kafka.Displacement;
import dev.tollgate.runtime.kafka.EventRecord;
import dev.tollgate.runtime.partition.OffsetConsumer;
import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the outbox has kept of a log that was cut, and what is known of the rest. */
class LogGapsTest extends OnBench {

    @AfterEach
    void forget() {
        bench.execute("TRUNCATE outbox.kept, outbox.booked, outbox.message, billing.log_gap");
    }

    @Test
    void what_the_outbox_kept_and_nobody_booked_is_sent_again_under_its_own_id() {
        var tenant = bench.tenant(SMALL);
        var booked = UsageCodec.encode(bench.usage(tenant, 30));
        var lost = UsageCodec.encode(bench.usage(tenant, 40));
        kept(tenant, 7, booked);
        kept(tenant, 9, lost);
        take(log.meter(), tenant, booked, 7L);

        cut(tenant, 1, 0);

        assertThat(outbox(tenant)).containsExactly("9");
        assertThat(bench.texts(
                        "SELECT kind || ' ' || next || ' ' || resumed_at || ' ' || messages_sent FROM billing.log_gap"))
                .containsExactly("cut 1 0 1");
    }

    @Test
    void a_message_that_is_booked_is_swept_whichever_was_first() {
        var tenant = bench.tenant(SMALL);
        var body = UsageCodec.encode(bench.usage(tenant, 30));
        var kept = bench.onLoop(() -> new KeptMessages(bench.meter, bench.clock));
        take(log.meter(), tenant, body, 7L);
        bench.await(kept::sweep);

        kept(tenant, 7, body);
        bench.await(kept::sweep);

        assertThat(bench.number("SELECT count(*) FROM outbox.kept")).isZero();
        assertThat(bench.number("SELECT count(*) FROM outbox.booked")).isZero();
    }

    @Test
    void what_was_booked_and_is_not_kept_is_forgotten_after_an_hour() {
        var kept = bench.onLoop(() -> new KeptMessages(bench.meter, bench.clock));
        bench.execute("INSERT INTO outbox.booked VALUES (1, 3, now() - interval '61 minutes'),"
                + " (1, 4, now() - interval '59 minutes')");

        bench.await(kept::sweepUnpaired);

        assertThat(bench.texts("SELECT id FROM outbox.booked")).containsExactly("4");
    }

    @Test
    void a_message_of_long_ago_that_is_not_booked_is_sent_again_and_one_of_now_is_not() {
        var tenant = bench.tenant(SMALL);
        var kept = bench.onLoop(() -> new KeptMessages(bench.meter, bench.clock));
        kept(tenant, 3, UsageCodec.encode(bench.usage(tenant, 30)));
        kept(tenant, 4, UsageCodec.encode(bench.usage(tenant, 30)));
        bench.execute("UPDATE outbox.kept SET sent_at = now() - interval '6 minutes' WHERE id = 3");

        bench.await(() -> kept.resendLost(List.of(bench.slice(tenant))));

        assertThat(outbox(tenant)).containsExactly("3");
        assertThat(bench.number("SELECT count(*) FROM outbox.kept")).isEqualTo(1);
    }

    @Test
    void a_position_that_another_meter_has_moved_is_no_gap() {
        var tenant = bench.tenant(SMALL);
        log.book(tenant, UsageCodec.encode(bench.usage(tenant, 30)));

        cut(tenant, 0, 0);

        assertThat(bench.number("SELECT count(*) FROM billing.log_gap")).isZero();
        assertThat(bench.number("SELECT next FROM billing.log_position WHERE topic_id = '" + log.topic + "'"))
                .isEqualTo(1);
    }

    @Test
    void a_log_that_expires_further_goes_on_at_its_present_start() {
        var tenant = bench.tenant(SMALL);
        log.read(tenant, log.meter());
        expired(tenant, 0, 5);
        expired(tenant, 0, 9);

        var continued = continued();

        assertThat(continued.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.resumedAt()).isEqualTo(9);
            assertThat(gap.recordsLost()).isEqualTo(9);
        });
        assertThat(bench.number("SELECT next FROM billing.log_position WHERE topic_id = '" + log.topic + "'"))
                .isEqualTo(9);
    }

    @Test
    void a_gap_whose_position_has_moved_meanwhile_resumes_nothing() {
        var tenant = bench.tenant(SMALL);
        log.read(tenant, log.meter());
        expired(tenant, 3, 5);

        var continued = continued();

        assertThat(continued.gaps())
                .singleElement()
                .satisfies(gap -> assertThat(gap.resumedAt()).isZero());
        assertThat(bench.number("SELECT count(*) FROM billing.log_gap WHERE resumed_at IS NULL"))
                .isEqualTo(1);
    }

    private static ContinuedUsageLog continued() {
        return desk.done(
                RecoveryOperations.CONTINUE_USAGE_LOG,
                new Caller(BillingBench.KEY, null, null),
                new RecoveryReason("downtime"));
    }

    /** As the stream says it: the log starts after what was read. */
    private void expired(TenantId tenant, long next, long start) {
        var gap = new Displacement(bench.slice(tenant), next, start, 20, null, new IllegalStateException("expired"));
        var moved = bench.await(() -> UsageIntake.gaps(log.parts(), log.topic).found(gap, null));
        assertThat(moved).isFalse();
    }

    /** As the stream says it: the log ends before what was read. */
    private void cut(TenantId tenant, long next, long end) {
        var gap = new Displacement(bench.slice(tenant), next, 0, end, end, new IllegalStateException("cut"));
        var moved = bench.await(() -> UsageIntake.gaps(log.parts(), log.topic).found(gap, null));
        assertThat(moved).isTrue();
    }

    private void take(OffsetConsumer meter, TenantId tenant, byte[] body, long outboxId) {
        log.read(tenant, meter);
        var record = new EventRecord(bench.slice(tenant), 0, "", Buffer.buffer(body), 0, outboxId);
        bench.await(() -> meter.take(bench.slice(tenant), List.of(record)));
    }

    private static void kept(TenantId tenant, long id, byte[] body) {
        bench.execute("INSERT INTO outbox.kept VALUES (" + bench.slice(tenant) + ", " + id
                + ", 'tollgate.usage', 'key', decode('" + HexFormat.of().formatHex(body)
                + "', 'hex'), false, now() - interval '1 second')");
    }

    private static List<String> outbox(TenantId tenant) {
        return bench.texts("SELECT id FROM outbox.message WHERE topic = 'tollgate.usage' AND slice = "
                + bench.slice(tenant) + " ORDER BY id");
    }
}
