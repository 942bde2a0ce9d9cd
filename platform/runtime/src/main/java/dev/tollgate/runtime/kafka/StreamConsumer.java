package dev.tollgate.runtime.kafka;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka consumer of one {@link EventStream}: partitions of one topic, by number. Confined to the stream's context.
 */
final class StreamConsumer {

    private static final Duration POLL_IDLE = Duration.ofMillis(100);
    private static final Duration POLL_PAUSED = Duration.ofMillis(5);

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

    static final Duration BULK_WAIT_MAX = Duration.ofMillis(50);

    private final KafkaReadStream<byte[], byte[]> consumer;
    private final String topic;
    private final Set<Integer> paused = new HashSet<>();

    StreamConsumer(KafkaReadStream<byte[], byte[]> consumer, String topic) {
        this.consumer = consumer;
        this.topic = topic;
    }

    static Future<StreamConsumer> open(Vertx vertx, Map<String, Object> config, String topic) {
        return vertx.executeBlocking(() -> client(config), false)
                .map(client -> new StreamConsumer(KafkaReadStream.create(vertx, client), topic));
    }

    static KafkaConsumer<byte[], byte[]> client(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    static Map<String, Object> config(KafkaSettings settings) {
        var config = new HashMap<String, Object>(settings.connection());
        config.put("enable.auto.commit", "false");
        config.put("auto.offset.reset", "none");
        config.put("allow.auto.create.topics", "false");
        config.put("max.poll.records", String.valueOf(EventStream.BATCH_MAX));
        config.put("default.api.timeout.ms", "10000");
        config.put("fetch.max.wait.ms", (int) FETCH_WAIT_MAX.toMillis());
        return config;
    }

    static Map<String, Object> bulkConfig(KafkaSettings settings) {
        var config = config(settings);
        config.put("fetch.min.bytes", BULK_BYTES);
        config.put("fetch.max.wait.ms", (int) BULK_WAIT_MAX.toMillis());
        return config;
    }

    /** Reads these partitions, each from its offset. */
    Future<Void> assign(Map<Integer, Long> offsets, Function<Integer, @Nullable Integer> epochs) {
        return consumer.assign(topicPartitions(offsets.keySet()))
                .compose(_ -> Future.all(offsets.entrySet().stream()
                        .map(start -> seek(start.getKey(), start.getValue(), epochs.apply(start.getKey())))
                        .toList()))
                .mapEmpty();
    }

    /** @param epoch of the event before; a log that has another there is noticed by the next poll */
    Future<Void> seek(int partition, long offset, @Nullable Integer epoch) {
        return consumer.seek(
                new TopicPartition(topic, partition), new OffsetAndMetadata(offset, Optional.ofNullable(epoch), ""));
    }

    /** The offsets of some of the partitions. */
    Map<TopicPartition, Long> positions(Map<Integer, Long> offsets, Set<Integer> some) {
        return some.stream()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(topic, partition),
                        partition -> offsets.getOrDefault(partition, 0L)));
    }

    /** What has become of the log of these partitions. */
    Future<List<Displacement>> displacements(OffsetOutOfRangeException cause) {
        var starts = consumer.beginningOffsets(cause.partitions());
        var ends = consumer.endOffsets(cause.partitions());
        return Future.all(starts, ends)
                .map(_ -> cause.offsetOutOfRangePartitions().entrySet().stream()
                        .map(gone -> new Displacement(
                                gone.getKey().partition(),
                                gone.getValue(),
                                starts.result().getOrDefault(gone.getKey(), 0L),
                                ends.result().getOrDefault(gone.getKey(), 0L),
                                divergence(cause, gone.getKey()),
                                cause))
                        .toList());
    }

    private static @Nullable Long divergence(OffsetOutOfRangeException cause, TopicPartition partition) {
        var known = cause instanceof LogTruncationException cut
                ? cut.divergentOffsets().get(partition)
                : null;
        return known == null ? null : Long.valueOf(known.offset());
    }

    /** For each partition, the offset that its next event will get. */
    Future<Map<Integer, Long>> ends(Set<Integer> partitions) {
        return consumer.endOffsets(topicPartitions(partitions))
                .map(ends -> ends.entrySet().stream()
                        .collect(Collectors.toMap(end -> end.getKey().partition(), Map.Entry::getValue)));
    }

    /**
     * What has come of all partitions but those that are full.
     *
     * @param fault is told where partitions could not be paused or resumed
     */
    Future<ConsumerRecords<byte[], byte[]>> poll(Set<Integer> full, Consumer<Throwable> fault) {
        pause(full, fault);
        return consumer.poll(paused.isEmpty() ? POLL_IDLE : POLL_PAUSED);
    }

    Future<Void> close() {
        return consumer.close();
    }

    /** The consumer works through its tasks in order: what is paused here is paused in the poll that follows. */
    private void pause(Set<Integer> full, Consumer<Throwable> fault) {
        var toResume =
                paused.stream().filter(partition -> !full.contains(partition)).collect(Collectors.toSet());
        var toPause =
                full.stream().filter(partition -> !paused.contains(partition)).collect(Collectors.toSet());
        if (!toResume.isEmpty()) {
            consumer.resume(topicPartitions(toResume)).onFailure(fault::accept);
        }
        if (!toPause.isEmpty()) {
            consumer.pause(topicPartitions(toPause)).onFailure(fault::accept);
        }
        paused.removeAll(toResume);
        paused.addAll(toPause);
    }

    private Set<TopicPartition> topicPartitions(Set<Integer> partitions) {
        return partitions.stream()
                .map(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toSet());
    }
}
