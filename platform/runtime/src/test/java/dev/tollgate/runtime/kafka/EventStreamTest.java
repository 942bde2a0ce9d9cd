package dev.tollgate.runtime.kafka;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.runtime.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    private static Vertx vertx;
    private static EventPublisher publisher;
    private String topic;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        publisher = EventPublisher.open(TestTopics.settings());
    }

    @AfterAll
    static void close() {
        await(publisher.close());
        await(vertx.close());
    }

    @BeforeEach
    void newTopic() {
        topic = TestTopics.fresh(vertx);
    }

    @Test
    void events_of_a_partition_arrive_in_the_order_in_which_they_were_published() {
        var reader = new CollectingReader(_ -> false);
        var stream = await(EventStream.open(vertx, TestTopics.settings(), topic, Map.of(1, 0L), reader));

        var sent = IntStream.range(0, 500).mapToObj(String::valueOf).toList();
        await(Future.all(sent.stream().map(this::publish).toList()));

        eventually(() -> reader.bodies.size() == 500);
        assertThat(reader.bodies).isEqualTo(sent);
        await(stream.close());
    }

    @Test
    void a_batch_that_was_refused_comes_again_before_anything_after_it() {
        var refusals = new AtomicInteger(3);
        var reader = new CollectingReader(_ -> refusals.getAndDecrement() > 0);
        await(Future.all(List.of(publish("a"), publish("b"), publish("c"))));

        var stream = await(EventStream.open(vertx, TestTopics.settings(), topic, Map.of(1, 0L), reader));

        eventually(() -> reader.bodies.size() == 3);
        assertThat(reader.bodies).containsExactly("a", "b", "c");
        await(stream.close());
    }

    /** A server that is away for an hour is not asked five times a second. */
    @Test
    void a_batch_that_is_refused_again_and_again_comes_after_longer_and_longer_pauses() {
        var tries = new CopyOnWriteArrayList<Long>();
        var reader = new CollectingReader(_ -> {
            tries.add(System.nanoTime());
            return tries.size() < 5;
        });
        await(publish("a"));

        var stream = await(EventStream.open(vertx, TestTopics.settings(), topic, Map.of(1, 0L), reader));

        eventually(() -> reader.bodies.size() == 1);
        assertThat(tries).hasSize(5);
        assertThat(Duration.ofNanos(tries.getLast() - tries.getFirst()))
                .isGreaterThanOrEqualTo(Duration.ofMillis(200 + 400 + 800 + 1_600));
        await(stream.close());
    }

    @Test
    void a_batch_that_was_refused_comes_again_where_the_way_back_to_it_was_closed_at_first() {
        var consumer =
                KafkaReadStream.create(vertx, StreamConsumer.client(StreamConsumer.config(TestTopics.settings())));
        var refusals = new AtomicInteger(1);
        var reader = new CollectingReader(_ -> {
            boolean refused = refusals.getAndDecrement() > 0;
            if (refused) {
                var _ = consumer.assign(Set.of());
            }
            return refused;
        });
        await(publish("a").compose(_ -> publish("b")));
        var stream = await(
                EventStream.open(vertx, new StreamConsumer(consumer, topic), Map.of(1, 0L), reader, Duration.ZERO));
        eventually(() -> reader.faults.stream()
                .anyMatch(cause -> String.valueOf(cause.getMessage()).contains("No current assignment")));

        await(consumer.assign(Set.of(new TopicPartition(topic, 1))));

        eventually(() -> reader.bodies.size() == 2);
        assertThat(reader.bodies).containsExactly("a", "b");
        await(stream.close());
    }

    @Test
    void what_comes_while_a_batch_is_out_waits_for_it_and_comes_in_order() {
        var first = Promise.<Void>promise();
        var reader = new CollectingReader(_ -> false);
        var holding = new HoldingReader(reader, first);
        var stream = await(EventStream.open(vertx, TestTopics.settings(), topic, Map.of(1, 0L, 2, 0L), holding));
        await(publish("a"));
        eventually(() -> holding.asked.get() == 1);

        await(publish("b").compose(_ -> publish("c")));
        await(publisher.publish(topic, 2, "key", "elsewhere".getBytes(StandardCharsets.UTF_8)));
        eventually(() -> reader.bodies.contains("elsewhere"));
        var askedWhileOut = holding.asked.get();
        first.complete();

        eventually(() -> reader.bodies.size() == 4);
        assertThat(askedWhileOut).isEqualTo(2);
        assertThat(reader.bodies).containsExactly("a", "elsewhere", "b", "c");
        await(stream.close());
    }

    @Test
    void who_seeks_while_a_batch_is_out_gets_nothing_from_before_again() {
        var first = Promise.<Void>promise();
        var reader = new CollectingReader(_ -> false);
        var holding = new HoldingReader(reader, first);
        var context = vertx.getOrCreateContext();
        await(publish("a").compose(_ -> publish("b")).compose(_ -> publish("c")));
        var opened = Promise.<EventStream>promise();
        context.runOnContext(_ -> EventStream.open(vertx, TestTopics.settings(), topic, Map.of(1, 0L), holding)
                .onComplete(opened));
        var stream = await(opened.future());
        eventually(() -> holding.asked.get() == 1);
        await(publish("d"));

        var sought = Promise.<Void>promise();
        context.runOnContext(_ -> stream.seek(1, 3).onComplete(sought));
        await(sought.future());
        first.complete();

        eventually(() -> reader.bodies.contains("d"));
        assertThat(reader.bodies).endsWith("d").doesNotHaveDuplicates();
        await(stream.close());
    }

    @Test
    void reading_starts_at_the_offset_of_the_reader() {
        await(publish("a").compose(_ -> publish("b")));
        var reader = new CollectingReader(_ -> false);

        var stream = await(EventStream.open(vertx, TestTopics.settings(), topic, Map.of(1, 1L), reader));

        eventually(() -> !reader.bodies.isEmpty());
        assertThat(reader.bodies).containsExactly("b");
        await(stream.close());
    }

    @Test
    void an_offset_that_does_not_exist_is_told_to_the_reader_and_not_guessed() {
        var reader = new CollectingReader(_ -> false);
        await(publish("a"));

        var stream = await(EventStream.open(vertx, TestTopics.settings(), topic, Map.of(1, 99L), reader));

        eventually(() -> !reader.faults.isEmpty());
        assertThat(reader.faults.getFirst()).isInstanceOf(OffsetOutOfRangeException.class);
        assertThat(reader.bodies).isEmpty();
        await(stream.close());
    }

    @Test
    void a_position_that_could_not_be_dealt_with_is_told_again_and_not_read_meanwhile() {
        var reader = new CollectingReader(_ -> false);
        var failing = new FailingReader(reader, new AtomicInteger());
        await(publish("a"));

        var stream = await(EventStream.open(vertx, TestTopics.settings(), topic, Map.of(1, 99L), failing));

        eventually(() -> failing.told.get() >= 3);
        assertThat(reader.bodies).isEmpty();
        assertThat(reader.faults).isEmpty();
        await(stream.close());
    }

    @Test
    void a_topic_keeps_its_id() {
        var ids = await(KafkaTopics.ids(vertx, TestTopics.settings(), Set.of(topic)));

        var again = await(KafkaTopics.ensure(vertx, TestTopics.settings(), Set.of(topic)));

        assertThat(again).isEqualTo(ids).containsOnlyKeys(topic);
    }

    @Test
    void a_key_belongs_to_the_same_partition_for_ever() {
        var key = UUID.fromString("0190d7a2-1f0a-7c3e-9a51-0242ac120002");

        var partition = Partitioner.of(key, 8);

        assertThat(partition).isEqualTo(PINNED_PARTITION);
    }

    /** Keeps its first batch until it is told. */
    private record HoldingReader(CollectingReader reader, Promise<Void> first, AtomicInteger asked)
            implements EventHandler {

        HoldingReader(CollectingReader reader, Promise<Void> first) {
            this(reader, first, new AtomicInteger());
        }

        @Override
        public Future<Void> take(int partition, List<EventRecord> batch) {
            var taken = reader.take(partition, batch);
            return asked.getAndIncrement() == 0 ? first.future() : taken;
        }

        @Override
        public void fault(Throwable cause) {
            reader.fault(cause);
        }
    }

    /** Fails to deal with displacements. */
    private record FailingReader(CollectingReader reader, AtomicInteger told) implements EventHandler {

        @Override
        public Future<Void> take(int partition, List<EventRecord> batch) {
            return reader.take(partition, batch);
        }

        @Override
        public void fault(Throwable cause) {
            reader.fault(cause);
        }

        @Override
        public Future<Void> displaced(Displacement displacement) {
            told.incrementAndGet();
            return Future.failedFuture(displacement.cause());
        }
    }

    private static final int PINNED_PARTITION = 4;

    private Future<Void> publish(String body) {
        return publisher.publish(topic, 1, "key", body.getBytes(StandardCharsets.UTF_8));
    }
}
