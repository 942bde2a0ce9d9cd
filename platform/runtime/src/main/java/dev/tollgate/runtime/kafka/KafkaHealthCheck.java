package dev.tollgate.runtime.kafka;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.jspecify.annotations.Nullable;

/** Health check: Kafka answers. */
public final class KafkaHealthCheck {
    private static final int ANSWER_MAX_MS = 900;

    private final Admin admin;

    private KafkaHealthCheck(Admin admin) {
        this.admin = admin;
    }

    /** Must not be called on an event loop, for it resolves the brokers' names. */
    public static KafkaHealthCheck open(KafkaSettings settings) {
        return new KafkaHealthCheck(Admin.create(new HashMap<>(settings.connection())));
    }

    /** Succeeds when a broker answered. */
    public Future<Void> check() {
        var answer = admin.describeCluster(new DescribeClusterOptions().timeoutMs(ANSWER_MAX_MS))
                .clusterId();
        return Future.fromCompletionStage(answer.toCompletionStage()).mapEmpty();
    }

    /** Blocks for a moment. */
    public @Nullable Void close() {
        admin.close(Duration.ofMillis(ANSWER_MAX_MS));
        return null;
    }
}
