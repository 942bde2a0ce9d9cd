package dev.tollgate.records.consume;

import dev.tollgate.contract.event.Topics;
import dev.tollgate.records.job.ActiveWorkspaces;
import dev.tollgate.runtime.kafka.EventStream;
import dev.tollgate.runtime.kafka.KafkaSettings;
import dev.tollgate.runtime.kafka.KafkaTopics;
import dev.tollgate.runtime.partition.OffsetConsumer;
import dev.tollgate.runtime.partition.PartitionAssignment;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.PostgresSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs the consumers of one event loop. The processes of an installation share the partitions of the topic; those of
 * one that ends go to the others within seconds. One per process, on one event loop.
 */
public final class ConsumerRunner {

    /** How often partitions are taken or given up. */
    public static final Duration TURN_EVERY = Duration.ofSeconds(1);

    /** Classes of advisory locks are pairs of positive numbers that follow from the consumer's name. */
    private static final int CLASS_MASK = 0x3ffffffe;

    private static final int CLASS_BASE = 0x40000000;

    /** Servers that consumers read from. */
    public record Servers(PostgresSettings postgres, KafkaSettings kafka) {}

    private record Running(PartitionAssignment assignment, OffsetConsumer topic) {}

    private final Vertx vertx;
    private final Servers servers;
    private final Database database;
    private final EventConsumers consumers;
    private final ActiveWorkspaces active;
    private @Nullable Future<List<Running>> running;
    private boolean stopped;

    public ConsumerRunner(
            Vertx vertx, Servers servers, Database database, EventConsumers consumers, ActiveWorkspaces active) {
        this.vertx = vertx;
        this.servers = servers;
        this.database = database;
        this.consumers = consumers;
        this.active = active;
    }

    /** Takes or gives up partitions until the share is even; starts the consumers when called first. */
    public Future<Void> turn() {
        if (stopped || consumers.bound().isEmpty()) {
            return Future.succeededFuture();
        }
        var started = running;
        if (started == null || started.failed()) {
            started = KafkaTopics.ids(vertx, servers.kafka(), Set.of(Topics.EVENTS))
                    .map(ids -> started(ids.getOrDefault(Topics.EVENTS, new UUID(0, 0))));
            running = started;
        }
        return started.compose(all -> Future.join(all.stream()
                        .map(one -> stopped
                                ? Future.<Void>succeededFuture()
                                : one.assignment().turn())
                        .toList())
                .mapEmpty());
    }

    /** Reads nothing more. */
    public Future<Void> stop() {
        stopped = true;
        var started = running;
        if (started == null) {
            return Future.succeededFuture();
        }
        return started.transform(all -> all.failed()
                ? Future.succeededFuture()
                : Future.join(all.result().stream().map(ConsumerRunner::closed).toList())
                        .mapEmpty());
    }

    private static Future<Void> closed(Running one) {
        return one.topic().close().transform(_ -> one.assignment().close());
    }

    private List<Running> started(UUID topicId) {
        var all = new ArrayList<Running>();
        for (var bound : consumers.bound()) {
            var consumer = bound.consumer();
            var positions = EventConsumption.positions(consumer, topicId);
            var runs = new EventRuns(bound, consumers, active);
            var skipped = skipped(consumer);
            var consumption = new EventConsumption(
                    consumer, runs, database, new EventConsumption.Reading(positions, consumers.clock(), skipped));
            var topic =
                    new OffsetConsumer(database, consumers.clock(), positions, EventConsumption.BATCH_MAX, consumption);
            show(consumer, topic);
            int locks = (consumer.name().hashCode() & CLASS_MASK) | CLASS_BASE;
            var group = new PartitionAssignment.ConsumerGroup(
                    consumer.name(),
                    DatabaseRole.APP,
                    locks,
                    locks + 1,
                    servers.kafka().partitions());
            var assignment = new PartitionAssignment(vertx, servers.postgres(), group, owned -> read(topic, owned));
            assignment.show(consumers.registry());
            topic.show(consumers.registry(), consumer.name());
            all.add(new Running(assignment, topic));
        }
        return List.copyOf(all);
    }

    private Counter skipped(EventConsumer consumer) {
        return Counter.builder("tollgate.consumers.skipped")
                .description("Events skipped because their effect failed again and again, by consumer")
                .tag("consumer", consumer.name())
                .register(consumers.registry());
    }

    private void show(EventConsumer consumer, OffsetConsumer topic) {
        var _ = Gauge.builder("tollgate.consumers.stuck.seconds", topic, OffsetConsumer::stuckSeconds)
                .description("How long a partition of a consumer of this process has failed and not moved, by consumer")
                .tag("consumer", consumer.name())
                .strongReference(true)
                .register(consumers.registry());
    }

    private Future<Void> read(OffsetConsumer topic, Set<Integer> owned) {
        return topic.read(
                owned, (offsets, reader) -> EventStream.open(vertx, servers.kafka(), Topics.EVENTS, offsets, reader));
    }
}
