package dev.tollgate.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.money.usage.UsageMessage;
import dev.tollgate.runtime.kafka.EventHandler;
import dev.tollgate.runtime.kafka.EventRecord;
import dev.tollgate.runtime.kafka.EventStream;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which events share a record on their way to Kafka. On the real server. */
class UsageBatchesTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final GatewayFixture gateway = GatewayFixture.shared();
    private final Context loop = gateway.process().context().vertx().getOrCreateContext();
    private TenantId tenant;
    private UsageBatches.Channels channels;
    private UsageBatches batches;

    @BeforeEach
    void prepare() {
        var process = gateway.process().context();
        tenant = new TenantId(TypeId.parse("tnt", gateway.account("business")).orElseThrow());
        channels = onLoop(() -> Future.succeededFuture(new UsageBatches.Channels(
                process.publisher(),
                Database.open(process.vertx(), process.postgres(), DatabaseRole.APP, 1, process.clock()),
                process.outbox(),
                true)));
        batches = onLoop(() -> Future.succeededFuture(new UsageBatches(
                process.vertx(), channels, new UsageLanes(process.kafka().partitions()), process.clock())));
    }

    @Test
    void events_of_one_turn_of_the_loop_share_a_record() {
        var records = records(30, () -> add(30));

        assertThat(records).containsExactly(30);
    }

    @Test
    void events_that_come_while_a_record_is_on_its_way_share_the_next() {
        var records = records(6, () -> {
            var first = add(1);
            var rest = turn(5);
            return Future.all(first, rest).mapEmpty();
        });

        assertThat(records).containsExactly(1, 5);
    }

    @Test
    void a_record_that_is_full_does_not_wait_for_the_one_before() {
        var records = records(UsageCodec.EVENTS_MAX + 1, () -> add(UsageCodec.EVENTS_MAX + 1));

        assertThat(records).containsExactly(UsageCodec.EVENTS_MAX, 1);
    }

    @Test
    void a_kafka_that_is_not_trusted_makes_no_event_durable() {
        var process = gateway.process().context();
        var database = onLoop(() -> Future.succeededFuture(
                Database.open(process.vertx(), process.postgres(), DatabaseRole.APP, 1, process.clock())));
        onLoop(database::close);
        var durable = new UsageBatches.Channels(process.publisher(), database, process.outbox(), true);
        var untrusted = new UsageBatches.Channels(process.publisher(), database, process.outbox(), false);

        var byKafka = onLoop(() -> added(durable).map(true).otherwise(false));
        var byNothing = onLoop(() -> added(untrusted).map(true).otherwise(false));

        assertThat(byKafka).isTrue();
        assertThat(byNothing).isFalse();
    }

    @Test
    void an_event_whose_lane_does_not_move_ends_in_time() {
        var process = gateway.process().context();
        var lanes = new UsageLanes(process.kafka().partitions());
        var hanging = new UsagePart(tenant.text(), Promise.promise());
        hanging.add(event());
        lanes.add(Partitioner.of(tenant.value(), lanes.partitions()), hanging);
        var step = lanes.next(System.nanoTime());
        var pace = new UsageBatches.Pace(Duration.ofMillis(100), System::nanoTime);
        var behind = onLoop(() ->
                Future.succeededFuture(new UsageBatches(process.vertx(), channels, lanes, process.clock(), pace)));

        var unknown = onLoop(() -> behind.add(event()).map(false).otherwise(cause -> Failure.effectUnknown(cause)));

        assertThat(step).isInstanceOf(UsageLanes.Step.Send.class);
        assertThat(unknown).isTrue();
    }

    @Test
    void a_record_that_cannot_be_sent_fails_its_events_and_frees_its_lane() {
        var process = gateway.process().context();
        var untrusted =
                new UsageBatches.Channels(channels.publisher(), channels.database(), channels.outboxSignal(), false);
        var broken = new AtomicBoolean(true);
        InstantSource clock = () -> {
            if (broken.getAndSet(false)) {
                throw new IllegalStateException("the clock is broken");
            }
            return process.clock().instant();
        };
        var once = onLoop(() -> Future.succeededFuture(new UsageBatches(
                process.vertx(), untrusted, new UsageLanes(process.kafka().partitions()), clock)));

        var first = onLoop(() -> once.add(event()).map(true).otherwise(false));
        var second = onLoop(() -> once.add(event()).map(true).otherwise(false));

        assertThat(first).isFalse();
        assertThat(second).isTrue();
    }

    private Future<Void> added(UsageBatches.Channels channels) {
        var process = gateway.process().context();
        var lanes = new UsageLanes(process.kafka().partitions());
        return new UsageBatches(process.vertx(), channels, lanes, process.clock()).add(event());
    }

    private Future<Void> add(int events) {
        List<Future<Void>> durable = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            durable.add(batches.add(event()));
        }
        return Future.all(durable).mapEmpty();
    }

    /** One event in each of the loop's next turns. */
    private Future<Void> turn(int left) {
        var next = Promise.<Void>promise();
        loop.runOnContext(_ -> {
            var now = add(1);
            var later = left == 1 ? Future.<Void>succeededFuture() : turn(left - 1);
            Future.all(now, later).<Void>mapEmpty().onComplete(next);
        });
        return next.future();
    }

    /** How many events each record of the tenant has, once all are durable and read. */
    private List<Integer> records(int events, Supplier<Future<Void>> step) {
        var process = gateway.process().context();
        int partition = Partitioner.of(tenant.value(), process.kafka().partitions());
        var read = new CopyOnWriteArrayList<Integer>();
        var stream = onLoop(() -> EventStream.open(
                process.vertx(), process.kafka(), Topics.USAGE, Map.of(partition, 0L), new Counting(read)));
        onLoop(step);
        onLoop(() -> batches.add(event()));
        Eventually.within(
                SOON,
                () -> assertThat(read.stream().mapToInt(Integer::intValue).sum())
                        .isEqualTo(events + 1));
        onLoop(stream::close);
        return read.subList(0, read.size() - 1);
    }

    /** Counts the events of the tenant in each record. A record that Kafka was slow to take comes by the outbox too. */
    private final class Counting implements EventHandler {

        private final List<Integer> read;
        private final Set<UUID> first = new HashSet<>();

        Counting(List<Integer> read) {
            this.read = read;
        }

        @Override
        public Future<Void> take(int partition, List<EventRecord> batch) {
            for (var one : batch) {
                var ours = UsageCodec.decode(one.body().getBytes()).stream()
                        .filter(UsageMessage.Usage.class::isInstance)
                        .map(message -> ((UsageMessage.Usage) message).event())
                        .filter(event -> tenant.equals(event.call().tenant()))
                        .toList();
                if (!ours.isEmpty() && first.add(ours.getFirst().id())) {
                    read.add(ours.size());
                }
            }
            return Future.succeededFuture();
        }

        @Override
        public void fault(Throwable cause) {
            throw new AssertionError(cause);
        }
    }

    private UsageRecorded event() {
        var process = gateway.process().context();
        return UsageEvents.read(process.ids().next(), tenant, process.clock().instant());
    }

    private <T> T onLoop(Supplier<Future<T>> step) {
        var done = new CompletableFuture<T>();
        loop.runOnContext(_ -> step.get().onComplete(answer -> {
            if (answer.succeeded()) {
                done.complete(answer.result());
            } else {
                done.completeExceptionally(answer.cause());
            }
        }));
        return done.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
    }
}
