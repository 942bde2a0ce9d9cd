package dev.tollgate.runtime.kafka;

import java.util.Map;

/**
 * Address of Kafka, and partitions and replicas of topics.
 *
 * @param bootstrapServers host:port, separated by commas
 * @param partitions of every topic
 * @param replicas of every topic that we create
 * @param durable whether what Kafka has acknowledged is never lost; if not, usage stays in PostgreSQL until it is
 *     booked
 */
public record KafkaSettings(String bootstrapServers, int partitions, int replicas, boolean durable) {
    private static final String RECONNECT_MS = "50";
    private static final String RECONNECT_MAX_MS = "1000";

    /** One that is durable. */
    public KafkaSettings(String bootstrapServers, int partitions, int replicas) {
        this(bootstrapServers, partitions, replicas, true);
    }

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
