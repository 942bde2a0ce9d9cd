package dev.tollgate.runtime.kafka;

import static dev.tollgate.runtime.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.event.Topics;
import dev.tollgate.runtime.settings.KafkaDeclaration;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsSources;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaTopicsTest {
    private Vertx vertx;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void the_last_head_of_an_idle_chain_is_kept_for_ever() throws Exception {
        await(KafkaTopics.ensure(vertx, ofProcesses(), Set.of(Topics.AUDIT_HEADS)));

        var config = config(Topics.AUDIT_HEADS);

        assertThat(config.get("cleanup.policy").value()).isEqualTo("compact");
        assertThat(config.get("min.compaction.lag.ms").value()).isEqualTo("604800000");
    }

    @Test
    void other_topics_are_kept_as_kafka_is_set_up_to() throws Exception {
        var topic = "other-" + UUID.randomUUID();
        await(KafkaTopics.ensure(vertx, TestTopics.settings(), Set.of(topic)));

        assertThat(config(topic).get("cleanup.policy").isDefault()).isTrue();
    }

    /** Processes that other tests start have the same topic. */
    private static KafkaSettings ofProcesses() {
        var bootstrap =
                Map.of("tollgate.kafka.bootstrap-servers", TestTopics.settings().bootstrapServers());
        return KafkaDeclaration.settings(
                Settings.load(SettingsSources.of(bootstrap)).get(KafkaDeclaration.class));
    }

    private static Config config(String topic) throws ExecutionException, InterruptedException {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var server = Map.<String, Object>of(
                "bootstrap.servers", TestTopics.settings().bootstrapServers());
        try (var admin = Admin.create(server)) {
            return admin.describeConfigs(List.of(resource)).all().get().get(resource);
        }
    }
}
