package dev.tollgate.billing.intake;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBench;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How many calls are booked in one transaction, and when. */
class UsageRunsTest extends OnBench {

    /** What a booking has of its time, so that a late one ends soon. */
    private static final Duration TIME_LEFT = Duration.ofSeconds(3);

    /** What a booking has of time more than usual, so that none is late, however busy the machine is. */
    private static final Duration MORE_TIME = Duration.ofMinutes(1);

    /** Far more than four records need, far fewer than they have calls: a busy machine may need some more runs. */
    private static final long RUNS_MAX = 20;

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

        log.take(log.meter(() -> bench.clock.instant().plus(MORE_TIME)), tenant, records);

        var segments = " FROM records.call_segment WHERE tenant_id = '" + tenant.value() + "'";
        assertThat(bench.number("SELECT sum(calls)" + segments)).isEqualTo(1_000);
        assertThat(bench.number("SELECT count(DISTINCT batch_id)" + segments)).isOne();
    }

    @Test
    void calls_that_take_too_long_together_are_booked_in_smaller_runs() {
        var tenant = bench.tenant(SMALL);
        var records = Stream.generate(() -> IntStream.range(0, 100)
                        .mapToObj(_ -> bench.usage(tenant, 0))
                        .toList())
                .limit(4)
                .map(UsageCodec::encode)
                .toArray(byte[][]::new);
        bench.execute("""
                CREATE FUNCTION records.late_batch() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF (SELECT sum(calls) FROM records.call_segment WHERE batch_id = NEW.batch_id) > 200 THEN
                        PERFORM pg_sleep(60);
                    END IF;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER late_batch AFTER INSERT ON records.call_segment
                    FOR EACH ROW WHEN (NEW.tenant_id = '%s') EXECUTE FUNCTION records.late_batch();
                """.formatted(tenant.value()));
        var behind = new AtomicReference<>(Duration.ZERO);
        var meter = log.meter(() -> bench.clock.instant().minus(behind.get()));
        log.take(meter, tenant, UsageCodec.encode(bench.usage(tenant, 0)));

        behind.set(Booking.TIME_MAX.minus(TIME_LEFT));
        log.take(meter, tenant, records);

        var segments = " FROM records.call_segment WHERE tenant_id = '" + tenant.value() + "'";
        assertThat(bench.number("SELECT sum(calls)" + segments)).isEqualTo(401);
        assertThat(bench.number("SELECT count(DISTINCT batch_id)" + segments)).isBetween(3L, RUNS_MAX);
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
}
