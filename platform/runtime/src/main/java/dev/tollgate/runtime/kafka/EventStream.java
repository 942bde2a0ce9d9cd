package dev.tollgate.runtime.kafka;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Partitions of one topic, read from offsets that the reader keeps itself. Everything happens on the context on which
 * it was opened. Each partition has one batch out at a time; what comes meanwhile waits here, up to
 * {@link StreamLane#WAITING_MAX} events, beyond which the partition is paused.
 */
public final class EventStream {
    /** Events in one poll, over all partitions. */
    public static final int BATCH_MAX = 1_000;

    private static final Duration POLL_IDLE = Duration.ofMillis(100);
    private static final Duration POLL_PAUSED = Duration.ofMillis(5);
    private static final long RETRY_MS = 200;

    /**
     * Maximum time that a fetch waits for events. A paused partition is not in the running fetch: its new events wait
     * for that fetch to end.
     */
    private static final Duration FETCH_WAIT_MAX = Duration.ofMillis(100);

    /**
     * Minimum size and maximum wait of a bulk reader's fetch: a fetch costs server and client as much as many events
     * do.
     */
    private static final int BULK_BYTES = 256 << 10;

    private static final Duration BULK_WAIT_MAX = Duration.ofMillis(50);

    /** From one batch of a partition to the next: what a reader in bulk does for a batch costs more than its events. */
    private static final Duration BULK_PACE = Duration.ofMillis(100);

    private final Vertx vertx;
    private final Context context;
    private final String topic;
    private final KafkaReadStream<byte[], byte[]> consumer;
    private final EventHandler reader;
    private final Duration pace;
    private final Map<Integer, StreamLane> lanes = new HashMap<>();
    private final Set<Integer> paused = new HashSet<>();
    private boolean closed;

    private EventStream(
            Vertx vertx, String topic, KafkaReadStream<byte[], byte[]> consumer, EventHandler reader, Duration pace) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.topic = topic;
        this.consumer = consumer;
        this.reader = reader;
        this.pace = pace;
    }

    /**
     * Starts to read; events come as soon as they are there.
     *
     * @param offsets the partitions to read, each with the offset of the first event wanted
     */
    public static Future<EventStream> open(
            Vertx vertx, KafkaSettings settings, String topic, Map<Integer, Long> offsets, EventHandler reader) {
        return open(vertx, config(settings), topic, offsets, reader, Duration.ZERO);
    }

    /** The same for readers to whom many at once matter more than {@link #BULK_WAIT_MAX}. */
    public static Future<EventStream> openInBulk(
            Vertx vertx, KafkaSettings settings, String topic, Map<Integer, Long> offsets, EventHandler reader) {
        var config = config(settings);
        config.put("fetch.min.bytes", BULK_BYTES);
        config.put("fetch.max.wait.ms", (int) BULK_WAIT_MAX.toMillis());
        return open(vertx, config, topic, offsets, reader, BULK_PACE);
    }

    private static Future<EventStream> open(
            Vertx vertx,
            Map<String, Object> config,
            String topic,
            Map<Integer, Long> offsets,
            EventHandler reader,
            Duration pace) {
        return vertx.executeBlocking(() -> consumer(config), false)
                .compose(
                        consumer -> open(vertx, KafkaReadStream.create(vertx, consumer), topic, offsets, reader, pace));
    }

    /** The same with a consumer that is the stream's from then on. */
    static Future<EventStream> open(
            Vertx vertx,
            KafkaReadStream<byte[], byte[]> consumer,
            String topic,
            Map<Integer, Long> offsets,
            EventHandler reader,
            Duration pace) {
        var stream = new EventStream(vertx, topic, consumer, reader, pace);
        return stream.begin(offsets).map(stream);
    }

    /** Where this partition goes on, also while a batch of it is out; call on the stream's context. */
    public Future<Void> seek(int partition, long offset) {
        if (closed) {
            return Future.succeededFuture();
        }
        var lane = lane(partition);
        lane.seek();
        return to(lane, partition, offset);
    }

    /** For each partition, the offset that its next event will get; call on the stream's context. */
    public Future<Map<Integer, Long>> ends() {
        return consumer.endOffsets(topicPartitions(lanes.keySet()))
                .map(ends -> ends.entrySet().stream()
                        .collect(Collectors.toMap(end -> end.getKey().partition(), Map.Entry::getValue)));
    }

    public Future<Void> close() {
        closed = true;
        return consumer.close();
    }

    static Map<String, Object> config(KafkaSettings settings) {
        var config = new HashMap<String, Object>(settings.connection());
        config.put("enable.auto.commit", "false");
        config.put("auto.offset.reset", "none");
        config.put("allow.auto.create.topics", "false");
        config.put("max.poll.records", String.valueOf(BATCH_MAX));
        config.put("default.api.timeout.ms", "10000");
        config.put("fetch.max.wait.ms", (int) FETCH_WAIT_MAX.toMillis());
        return config;
    }

    static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Future<Void> begin(Map<Integer, Long> offsets) {
        offsets.keySet().forEach(partition -> lanes.put(partition, new StreamLane(pace, System::nanoTime)));
        return consumer.assign(topicPartitions(offsets.keySet()))
                .compose(_ -> seekAll(offsets))
                .onSuccess(_ -> poll());
    }

    private Future<Void> seekAll(Map<Integer, Long> offsets) {
        var seeks = offsets.entrySet().stream()
                .map(start -> consumer.seek(new TopicPartition(topic, start.getKey()), start.getValue()))
                .toList();
        return Future.all(seeks).mapEmpty();
    }

    private void poll() {
        if (closed) {
            return;
        }
        pauseFull();
        consumer.poll(paused.isEmpty() ? POLL_IDLE : POLL_PAUSED)
                .onSuccess(this::deliver)
                .onFailure(this::fault);
    }

    /** The consumer works through its tasks in order: what is paused here is paused in the poll that follows. */
    private void pauseFull() {
        var full = lanes.entrySet().stream()
                .filter(lane -> lane.getValue().full())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        var toResume =
                paused.stream().filter(partition -> !full.contains(partition)).collect(Collectors.toSet());
        var toPause =
                full.stream().filter(partition -> !paused.contains(partition)).collect(Collectors.toSet());
        if (!toResume.isEmpty()) {
            consumer.resume(topicPartitions(toResume)).onFailure(reader::fault);
        }
        if (!toPause.isEmpty()) {
            consumer.pause(topicPartitions(toPause)).onFailure(reader::fault);
        }
        paused.removeAll(toResume);
        paused.addAll(toPause);
    }

    private void deliver(ConsumerRecords<byte[], byte[]> records) {
        for (var partition : records.partitions()) {
            var lane = lane(partition.partition());
            records.records(partition).forEach(event -> lane.add(event(event)));
            handOut(partition.partition(), lane);
        }
        context.runOnContext(_ -> poll());
    }

    private void handOut(int partition, StreamLane lane) {
        if (closed || !lane.hasOne()) {
            return;
        }
        long wait = lane.waitMillis();
        if (wait > 0) {
            lane.timed = true;
            vertx.setTimer(wait, _ -> {
                lane.timed = false;
                handOut(partition, lane);
            });
            return;
        }
        var batch = lane.take();
        attempt(partition, batch).onComplete(taken -> {
            if (taken.succeeded() || lane.seekPending()) {
                lane.back();
                handOut(partition, lane);
            } else {
                vertx.setTimer(RETRY_MS, _ -> again(partition, batch.getFirst().offset()));
            }
        });
    }

    private Future<Void> attempt(int partition, List<EventRecord> batch) {
        try {
            return reader.take(partition, List.copyOf(batch));
        } catch (RuntimeException broken) {
            return Future.failedFuture(broken);
        }
    }

    /** From the batch that could not be taken; what waited behind it comes again after it. */
    private void again(int partition, long offset) {
        var lane = lane(partition);
        if (closed || lane.seekPending()) {
            lane.back();
            handOut(partition, lane);
            return;
        }
        lane.rewind();
        to(lane, partition, offset).onComplete(sought -> {
            if (sought.failed() && !closed) {
                reader.fault(sought.cause());
                vertx.setTimer(RETRY_MS, _ -> again(partition, offset));
            } else {
                lane.back();
                handOut(partition, lane);
            }
        });
    }

    private Future<Void> to(StreamLane lane, int partition, long offset) {
        return consumer.seek(new TopicPartition(topic, partition), offset).onComplete(_ -> lane.sought());
    }

    private StreamLane lane(int partition) {
        return Objects.requireNonNull(lanes.get(partition), "a partition that is read");
    }

    private void fault(Throwable cause) {
        if (!closed) {
            reader.fault(cause);
            vertx.setTimer(RETRY_MS, _ -> poll());
        }
    }

    private Set<TopicPartition> topicPartitions(Set<Integer> partitions) {
        return partitions.stream()
                .map(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toSet());
    }

    private static EventRecord event(ConsumerRecord<byte[], byte[]> event) {
        var key = event.key() == null ? "" : new String(event.key(), StandardCharsets.UTF_8);
        return new EventRecord(
                event.partition(),
                event.offset(),
                key,
                event.value() == null ? Buffer.buffer() : Buffer.buffer(event.value()));
    }
}
