package dev.tollgate.runtime.kafka;

import static dev.tollgate.runtime.Awaiting.await;

import dev.tollgate.embedded.TestServers;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.UUID;

/** Topics of a test's own. */
public final class TestTopics {
    public static final int PARTITIONS = 4;

    private TestTopics() {}

    public static KafkaSettings settings() {
        return new KafkaSettings(TestServers.shared().addresses().kafkaBootstrap(), PARTITIONS, 1);
    }

    public static String fresh(Vertx vertx) {
        var topic = "test-" + UUID.randomUUID();
        await(KafkaTopics.ensure(vertx, settings(), Set.of(topic)));
        return topic;
    }
}
