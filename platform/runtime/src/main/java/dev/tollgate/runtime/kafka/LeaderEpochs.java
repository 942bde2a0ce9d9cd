package dev.tollgate.runtime.kafka;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Compares what a reader knows of leader epochs with what brokers say. A broker with an earlier epoch went back as a
 * whole, with its controller; a consumer that knows the later one would wait for it for ever.
 */
final class LeaderEpochs {

    private LeaderEpochs() {}

    /** The partitions whose epoch is earlier than the reader's. */
    static Future<Set<Integer>> wentBack(
            Vertx vertx, KafkaSettings settings, String topic, Set<Integer> partitions, EventHandler reader) {
        Map<Integer, Integer> known = new HashMap<>();
        for (int partition : partitions) {
            Integer epoch = reader.epoch(partition);
            if (epoch != null) {
                known.put(partition, epoch);
            }
        }
        return known.isEmpty()
                ? Future.succeededFuture(Set.of())
                : vertx.executeBlocking(() -> wentBack(settings, topic, known), false);
    }

    private static Set<Integer> wentBack(KafkaSettings settings, String topic, Map<Integer, Integer> known)
            throws Exception {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        known.keySet().forEach(partition -> ends.put(new TopicPartition(topic, partition), OffsetSpec.latest()));
        Set<Integer> back = new HashSet<>();
        try (var admin = KafkaTopics.admin(settings)) {
            admin.listOffsets(ends).all().get().forEach((partition, end) -> {
                if (earlier(end, known.getOrDefault(partition.partition(), 0))) {
                    back.add(partition.partition());
                }
            });
        }
        return back;
    }

    private static boolean earlier(ListOffsetsResultInfo end, int known) {
        return end.leaderEpoch().filter(epoch -> epoch < known).isPresent();
    }
}
