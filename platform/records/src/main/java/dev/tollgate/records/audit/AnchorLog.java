package dev.tollgate.records.audit;

import dev.tollgate.contract.event.Topics;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.kafka.KafkaSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The anchors as they stand in their topic. Blocks, so off the event loop. */
public final class AnchorLog {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration TIME_MAX = Duration.ofSeconds(30);

    private AnchorLog() {}

    /** All anchors up to now. */
    public static Future<List<Anchor>> read(Vertx vertx, KafkaSettings kafka) {
        return vertx.executeBlocking(() -> read(kafka), false);
    }

    private static List<Anchor> read(KafkaSettings kafka) {
        var config = Map.<String, Object>of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "enable.auto.commit", "false",
                "default.api.timeout.ms", String.valueOf(TIME_MAX.toMillis()));
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(Topics.AUDIT_HEADS).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return read(consumer, consumer.endOffsets(partitions));
        }
    }

    private static List<Anchor> read(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        var anchors = new ArrayList<Anchor>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(event -> anchors.add(Json.read(event.value(), Anchor.class)));
        }
        return anchors;
    }
}
