package dev.tollgate.records.audit;

import dev.tollgate.contract.event.Topics;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.kafka.KafkaSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads anchors from their topic, up to its end at the first read. Connects at the first read, and buffers at most one
 * fetch of Kafka. Kafka's client blocks, so it runs off the event loop; one call at a time.
 */
public final class AnchorLog implements PublishedAnchors {

    private static final Duration POLL = Duration.ofMillis(200);

    /** The longest that Kafka may give nothing. */
    private static final Duration SILENT_MAX = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final KafkaSettings kafka;
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private Map<TopicPartition, Long> ends = Map.of();

    public AnchorLog(Vertx vertx, KafkaSettings kafka) {
        this.vertx = vertx;
        this.kafka = kafka;
    }

    /** Fails with {@link Failure.Unavailable} when Kafka gives nothing for 30 seconds. */
    @Override
    public Future<List<Anchor>> next() {
        return vertx.executeBlocking(() -> next(opened()));
    }

    public Future<Void> close() {
        return vertx.executeBlocking(() -> {
            if (consumer != null) {
                consumer.close();
            }
            return null;
        });
    }

    private KafkaConsumer<byte[], byte[]> opened() {
        var open = consumer;
        if (open == null) {
            open = new KafkaConsumer<>(config(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
            consumer = open;
            var partitions = open.partitionsFor(Topics.AUDIT_HEADS).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            open.assign(partitions);
            open.seekToBeginning(partitions);
            ends = open.endOffsets(partitions);
        }
        return open;
    }

    private Map<String, Object> config() {
        return Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "enable.auto.commit", "false",
                "default.api.timeout.ms", String.valueOf(SILENT_MAX.toMillis()));
    }

    /** Empty only at the end: a poll may also pass over what compaction has left out. */
    private List<Anchor> next(KafkaConsumer<byte[], byte[]> open) {
        var until = System.nanoTime() + SILENT_MAX.toNanos();
        while (behind(open)) {
            var anchors = new ArrayList<Anchor>();
            open.poll(POLL).forEach(event -> anchors.add(Json.read(event.value(), Anchor.class)));
            if (!anchors.isEmpty()) {
                return anchors;
            }
            if (System.nanoTime() - until > 0) {
                throw noAnswer();
            }
        }
        return List.of();
    }

    private boolean behind(KafkaConsumer<byte[], byte[]> open) {
        return ends.entrySet().stream().anyMatch(end -> open.position(end.getKey()) < end.getValue());
    }

    private static Failure noAnswer() {
        var message = "Kafka returned no anchors for " + SILENT_MAX;
        return Failure.Unavailable.before(message, VertxException.noStackTrace(message));
    }
}
