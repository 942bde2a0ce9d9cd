package dev.tollgate.runtime.kafka;

import java.util.Map;

/**
 * Address of Kafka, and partitions and replicas of topics.
 *
 * @param bootstrapServers host:port, separated by commas
 * @param partitions of every topic
 * @param replicas of every topic that we create
 */
public record KafkaSettings(String bootstrapServers, int partitions, int replicas) {
    private static final String RECONNECT_MS = "50";
    private static final String RECONNECT_MAX_MS = "1000";

    /** Settings common to producers, consumers and the admin client: a broker that returns is found within a second. */
    Map<String, String> connection() {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "reconnect.backoff.ms",
                RECONNECT_MS,
                "reconnect.backoff.max.ms",
                RECONNECT_MAX_MS,
                "socket.connection.setup.timeout.ms",
                "2000",
                "socket.connection.setup.timeout.max.ms",
                "4000",
                "enable.metrics.push",
                "false");
    }
}
