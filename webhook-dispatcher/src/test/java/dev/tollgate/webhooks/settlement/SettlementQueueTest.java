package dev.tollgate.webhooks.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.event.Topics;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.money.usage.UsageMessage;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.webhooks.WebhookDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Attempts are charged once, however often and in whatever groups their transactions are tried. */
class SettlementQueueTest {

    private static final int SLICES = 4;
    private static final int TRIES = 5_000;

    /** No partition has it, so that the server rejects its row. */
    private static final UUID NEVER_STORED = new UUID(0, 1);

    private static final DeliveryLimits LIMITS = new DeliveryLimits(
            new RetrySchedule(List.of(Duration.ofSeconds(1))),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            256,
            16);

    private final WebhookDatabase database = new WebhookDatabase();
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final IdSource ids = IdSource.timeOrdered(Clock.systemUTC());
    private final SettlementQueue queue = onLoop(() -> Future.succeededFuture(queue()));

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void attempts_stored_by_a_lost_commit_are_not_charged_again_when_their_batch_is_settled_in_parts() {
        var stored = List.of(ids.next(), ids.next(), ids.next());
        settle(stored);

        var again = new ArrayList<>(stored);
        again.add(NEVER_STORED);
        settle(again);

        assertThat(charged()).containsExactlyElementsOf(stored);
    }

    @Test
    void a_batch_that_is_settled_in_parts_charges_all_that_can_be_stored() {
        var first = ids.next();
        var second = ids.next();

        settle(List.of(first, NEVER_STORED, second));

        assertThat(charged()).containsExactly(first, second);
    }

    /** An error of a class that does not say whether it will last, such as that of a corrupt page or of a trigger. */
    @Test
    void a_result_that_the_server_refuses_again_and_again_holds_up_no_other() {
        var first = ids.next();
        var refused = ids.next();
        var second = ids.next();
        database.execute("""
                CREATE FUNCTION webhooks.refuse_attempt() RETURNS trigger LANGUAGE plpgsql
                    AS $$ BEGIN RAISE EXCEPTION 'broken' USING ERRCODE = 'XX001'; END $$;
                CREATE TRIGGER refuse_attempt BEFORE INSERT ON webhooks.attempt FOR EACH ROW
                    WHEN (NEW.id = '%s') EXECUTE FUNCTION webhooks.refuse_attempt()
                """.formatted(refused));

        settle(List.of(first, refused, second));

        assertThat(charged()).containsExactly(first, second);
    }

    /** What is over as soon as the server is well again is no refusal of a result. */
    @Test
    void a_server_whose_disk_is_full_for_a_while_loses_no_result() {
        var attempt = ids.next();
        database.execute("""
                CREATE SEQUENCE webhooks.tries;
                CREATE FUNCTION webhooks.be_full() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
                BEGIN
                    IF nextval('webhooks.tries') <= %d THEN
                        RAISE EXCEPTION 'full' USING ERRCODE = '53100';
                    END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER be_full BEFORE INSERT ON webhooks.attempt FOR EACH ROW
                    EXECUTE FUNCTION webhooks.be_full()
                """.formatted(5 * SettlementTries.REFUSALS_MAX));
        var patient = onLoop(() -> Future.succeededFuture(queue(Clock.systemUTC(), Duration.ofMillis(1))));

        var _ = onLoop(() -> {
            patient.add(Attempts.made(attempt, System.nanoTime(), 50));
            return patient.drained();
        });

        assertThat(charged()).containsExactly(attempt);
    }

    /** Its answer is refused for good, but the server was only busy when it was tried without. */
    @Test
    void a_result_without_its_answer_is_tried_until_a_server_whose_disk_is_full_has_room() {
        var attempt = ids.next();
        database.execute("""
                CREATE SEQUENCE webhooks.tries;
                CREATE FUNCTION webhooks.refuse_answer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
                BEGIN
                    IF NEW.response_head IS NOT NULL THEN
                        RAISE EXCEPTION 'no such character' USING ERRCODE = '22021';
                    END IF;
                    IF nextval('webhooks.tries') = 1 THEN
                        RAISE EXCEPTION 'full' USING ERRCODE = '53100';
                    END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER refuse_answer BEFORE INSERT ON webhooks.attempt FOR EACH ROW
                    EXECUTE FUNCTION webhooks.refuse_answer()
                """);

        var _ = onLoop(() -> {
            queue.add(Attempts.answered(attempt, "HTTP/1.1 200 OK"));
            return queue.drained();
        });

        assertThat(charged()).containsExactly(attempt);
    }

    /** A failing try for each second of an hour and more. */
    @Test
    void results_are_stored_however_often_their_transaction_has_failed_before() {
        var tries = new AtomicInteger();
        InstantSource late = () -> Instant.now().minusSeconds(tries.incrementAndGet() <= TRIES ? 3_600 : 0);
        var patient = onLoop(() -> Future.succeededFuture(queue(late, Duration.ofMillis(1))));
        var first = ids.next();
        var second = ids.next();

        for (var attempt : List.of(first, second)) {
            var _ = onLoop(() -> {
                patient.add(Attempts.made(attempt, System.nanoTime(), 50));
                return patient.drained();
            });
        }

        assertThat(tries).hasValueGreaterThan(TRIES);
        assertThat(charged()).containsExactly(first, second);
    }

    @Test
    void results_of_attempts_count_until_they_are_stored() {
        var fullMeanwhile = onLoop(() -> {
            for (int i = 0; i < SettlementQueue.WAITING_MAX; i++) {
                queue.add(Attempts.made(ids.next(), System.nanoTime(), 50));
            }
            var inHand = Promise.<Boolean>promise();
            vertx.runOnContext(_ -> inHand.complete(queue.full()));
            return inHand.future();
        });
        var fullAfter = onLoop(() -> queue.drained().map(_ -> queue.full()));

        assertThat(fullMeanwhile).isTrue();
        assertThat(fullAfter).isFalse();
    }

    /** In one batch. */
    private void settle(List<UUID> attempts) {
        var _ = onLoop(() -> {
            attempts.forEach(id -> queue.add(Attempts.made(id, System.nanoTime(), 50)));
            return queue.drained();
        });
    }

    /** The attempts of all usage events, in their order. */
    private List<UUID> charged() {
        var records = database.text("SELECT string_agg(encode(body, 'hex'), ' ' ORDER BY slice, id)"
                + " FROM outbox.message WHERE topic = '" + Topics.USAGE + "'");
        List<UUID> events = new ArrayList<>();
        for (var record : records.split(" ", -1)) {
            for (var message : UsageCodec.decode(HexFormat.of().parseHex(record))) {
                if (message instanceof UsageMessage.Usage(var event)) {
                    events.add(event.id());
                }
            }
        }
        return events;
    }

    private SettlementQueue queue() {
        return queue(Clock.systemUTC(), Duration.ofSeconds(1));
    }

    /** @param clock from which its deadlines are counted */
    private SettlementQueue queue(InstantSource clock, Duration retryMax) {
        var role = Database.open(vertx, database.settings, DatabaseRole.DISPATCHER, 1, Clock.systemUTC());
        var counts = new DeliveryMetrics(new SimpleMeterRegistry());
        var parts = new SettlementParts(vertx, role, LIMITS, ids, clock, _ -> {}, SLICES, counts);
        return new SettlementQueue(parts, new Deaf(), retryMax);
    }

    private <T> T onLoop(Supplier<Future<T>> work) {
        return Future.<T>future(promise -> loop.runOnContext(_ -> work.get().onComplete(promise)))
                .timeout(2, TimeUnit.MINUTES)
                .await();
    }

    /** No engine listens. */
    private static final class Deaf implements SettlementListener {

        @Override
        public void breaker(UUID endpoint, boolean open, boolean changed) {}

        @Override
        public void failures(UUID endpoint, int settled) {}

        @Override
        public void settled() {}

        @Override
        public void stopped(UUID endpoint) {}

        @Override
        public void due(LeasedDelivery.Key key, Duration pause) {}

        @Override
        public void resumed() {}

        @Override
        public void next(List<LeasedDelivery> heads) {}
    }
}
