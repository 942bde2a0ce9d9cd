package dev.tollgate.runtime.settings;

import dev.tollgate.runtime.kafka.KafkaSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the connection to Kafka. */
@ConfigMapping(prefix = "tollgate.kafka")
public interface KafkaDeclaration {
    @Setting("Bootstrap servers, as host:port, separated by commas.")
    @WithDefault("localhost:9092")
    String bootstrapServers();

    @Setting(value = "Partitions of every topic; fixed once the topics exist.", min = 1, max = 1_024)
    @WithDefault("8")
    int partitions();

    @Setting(
            value =
                    "Replication factor of topics that Tollgate creates. With 3 or more, min.insync.replicas of these topics "
                            + "is one less.",
            min = 1,
            max = 9)
    @WithDefault("1")
    int replicas();

    @Setting(
            "false: usage events stay in PostgreSQL until the meter has booked them, also those of reads, so that a Kafka "
                    + "that loses what it acknowledged loses no usage.")
    @WithDefault("true")
    boolean durable();

    /** As the clients want it. */
    static KafkaSettings settings(KafkaDeclaration declared) {
        return new KafkaSettings(
                declared.bootstrapServers(), declared.partitions(), declared.replicas(), declared.durable());
    }
}
