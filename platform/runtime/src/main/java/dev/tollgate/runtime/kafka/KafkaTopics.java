package dev.tollgate.runtime.kafka;

import dev.tollgate.contract.event.Topics;
import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Topics: made at start where they are missing, with the partitions of the settings. Blocks, so off the event loop. */
public final class KafkaTopics {
    private static final String TIMEOUT_MS = "10000";
    private static final Duration VISIBLE_MAX = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    /**
     * How long usage is kept: the longest downtime of the meter, or the age of a backup of PostgreSQL, that loses no
     * usage. Less than the 35 days within which the meter recognizes what it has booked.
     */
    public static final Duration USAGE_KEPT = Duration.ofDays(14);

    /**
     * Topics that are kept by key: the last record of each stays, those before it for a week at least, which is as long
     * as Kafka keeps other topics by default.
     */
    private static final Map<String, Map<String, String>> CONFIGS = Map.of(
            Topics.USAGE,
            Map.of("retention.ms", String.valueOf(USAGE_KEPT.toMillis()), "retention.bytes", "-1"),
            Topics.AUDIT_HEADS,
            Map.of(
                    "cleanup.policy",
                    "compact",
                    "min.compaction.lag.ms",
                    String.valueOf(Duration.ofDays(7).toMillis())));

    /** From so many copies on, all but one must have an event before it counts as durable. */
    private static final int REPLICAS_SAFE = 3;

    private KafkaTopics() {}

    /**
     * Makes the topics that are missing. A topic that is there stays as it is.
     *
     * @return the id of each topic: a recreated topic has another one. Fails when Kafka cannot be reached, or a topic
     *     has another number of partitions than the settings say.
     */
    public static Future<Map<String, UUID>> ensure(Vertx vertx, KafkaSettings settings, Set<String> topics) {
        return vertx.executeBlocking(() -> ensure(settings, topics), false);
    }

    /** The ids of topics that exist. */
    public static Future<Map<String, UUID>> ids(Vertx vertx, KafkaSettings settings, Set<String> topics) {
        return vertx.executeBlocking(
                () -> {
                    try (var admin = admin(settings)) {
                        return ids(describe(admin, topics).values());
                    }
                },
                false);
    }

    /** How long a topic keeps its events; empty if for ever. A limit of its size counts as no time at all. */
    public static Future<Optional<Duration>> retention(Vertx vertx, KafkaSettings settings, String topic) {
        return vertx.executeBlocking(
                () -> {
                    try (var admin = admin(settings)) {
                        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
                        var configs =
                                admin.describeConfigs(List.of(resource)).all().get();
                        return retention(configs.get(resource));
                    }
                },
                false);
    }

    private static Optional<Duration> retention(@Nullable Config config) {
        if (config == null || number(config, "retention.bytes") >= 0) {
            return Optional.of(Duration.ZERO);
        }
        long millis = number(config, "retention.ms");
        return millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    private static long number(Config config, String name) {
        var entry = config.get(name);
        return entry == null || entry.value() == null ? -1 : Long.parseLong(entry.value());
    }

    private static Map<String, UUID> ensure(KafkaSettings settings, Set<String> topics) throws Exception {
        try (var admin = admin(settings)) {
            create(admin, settings, topics);
            var described = describe(admin, topics);
            for (var topic : described.values()) {
                if (topic.partitions().size() != settings.partitions()) {
                    throw new IllegalStateException("topic " + topic.name() + " has "
                            + topic.partitions().size() + " partitions, the setting kafka.partitions says "
                            + settings.partitions());
                }
            }
            return ids(described.values());
        }
    }

    private static void create(Admin admin, KafkaSettings settings, Set<String> topics) throws Exception {
        var existing = existing(admin, settings);
        var missing = topics.stream()
                .filter(topic -> !existing.contains(topic))
                .map(topic -> new NewTopic(
                                topic, Optional.of(settings.partitions()), Optional.of((short) settings.replicas()))
                        .configs(configs(topic, settings.replicas())))
                .toList();
        for (var creation : admin.createTopics(missing).values().entrySet()) {
            try {
                creation.getValue().get();
            } catch (ExecutionException failed) {
                if (!(failed.getCause() instanceof TopicExistsException)) {
                    throw Failure.Unavailable.before("topic " + creation.getKey() + " could not be created", failed);
                }
            }
        }
    }

    private static Map<String, String> configs(String topic, int replicas) {
        var configs = new HashMap<>(CONFIGS.getOrDefault(topic, Map.of()));
        if (replicas >= REPLICAS_SAFE) {
            configs.put("min.insync.replicas", String.valueOf(replicas - 1));
            configs.put("unclean.leader.election.enable", "false");
        }
        return configs;
    }

    private static Set<String> existing(Admin admin, KafkaSettings settings) throws Exception {
        try {
            return admin.listTopics().names().get();
        } catch (ExecutionException failed) {
            throw Failure.Unavailable.before("failed to connect to Kafka at " + settings.bootstrapServers(), failed);
        }
    }

    /** A topic that was just made shows on its broker a little later. */
    private static Map<String, TopicDescription> describe(Admin admin, Set<String> topics) throws Exception {
        var until = System.nanoTime() + VISIBLE_MAX.toNanos();
        while (true) {
            try {
                return admin.describeTopics(topics).allTopicNames().get();
            } catch (ExecutionException failed) {
                if (!(failed.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() - until > 0) {
                    throw Failure.Unavailable.before("failed to describe topics in Kafka", failed);
                }
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        }
    }

    private static Map<String, UUID> ids(Collection<TopicDescription> described) {
        var ids = new HashMap<String, UUID>();
        for (var topic : described) {
            var id = topic.topicId();
            ids.put(topic.name(), new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits()));
        }
        return Map.copyOf(ids);
    }

    static Admin admin(KafkaSettings settings) {
        var config = new HashMap<String, Object>(settings.connection());
        config.put("request.timeout.ms", "5000");
        config.put("default.api.timeout.ms", TIMEOUT_MS);
        return Admin.create(config);
    }
}
