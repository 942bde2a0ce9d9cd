package dev.tollgate.modules.activity;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.modules.Desk;
import dev.tollgate.records.consume.ConsumerRunner;
import dev.tollgate.records.job.ActiveWorkspaces.Active;
import dev.tollgate.records.work.DomainEventJson;
import dev.tollgate.runtime.kafka.EventPublisher;
import dev.tollgate.runtime.kafka.KafkaSettings;
import dev.tollgate.runtime.kafka.KafkaTopics;
import dev.tollgate.runtime.kafka.Partitioner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The events topic, and processes that consume it. */
final class Feeds implements AutoCloseable {

    private static final int PARTITIONS = 4;
    private static final long TURN_MS = 50;

    private final Vertx vertx = Vertx.vertx();
    private final KafkaSettings kafka =
            new KafkaSettings(TestServers.shared().addresses().kafkaBootstrap(), PARTITIONS, 1);
    private final EventPublisher publisher;

    /** Rules by workspace. */
    private final Map<UUID, JsonArray> rules = new ConcurrentHashMap<>();

    /** Workspaces with the module off. */
    private final Set<UUID> off = ConcurrentHashMap.newKeySet();

    Feeds() {
        var _ = Desk.await(KafkaTopics.ensure(vertx, kafka, Set.of(Topics.EVENTS)));
        publisher = EventPublisher.open(kafka);
    }

    /** Sets rules, as JSON with apostrophes for quotes. */
    void rules(Caller caller, String json) {
        rules.put(caller.workspaceId().value(), new JsonArray(json.replace('\'', '"')));
    }

    void off(Caller caller) {
        off.add(caller.workspaceId().value());
    }

    /** A process begins to consume, and goes on until it is stopped. */
    ConsumerRunner consuming(Desk desk) {
        var runner = desk.consumer(kafka, this::active);
        turn(desk, runner);
        return runner;
    }

    private void turn(Desk desk, ConsumerRunner runner) {
        desk.onLoop(runner::turn).onComplete(_ -> vertx.setTimer(TURN_MS, _ -> turn(desk, runner)));
    }

    /** Puts events into the topic, as the relay does; completes when they are there. */
    void publish(List<DomainEvent> events) {
        for (var event : events) {
            var workspace = event.workspace();
            int partition = Partitioner.of(workspace.value(), PARTITIONS);
            Desk.await(publisher.publish(Topics.EVENTS, partition, workspace.text(), DomainEventJson.bytes(event)));
        }
    }

    private Future<Map<UUID, Active>> active(Set<UUID> workspaces) {
        return Future.succeededFuture(workspaces.stream()
                .filter(workspace -> !off.contains(workspace))
                .collect(Collectors.toMap(
                        workspace -> workspace,
                        workspace -> new Active(Set.of("activity", "crm"), ZoneOffset.UTC, settings(workspace)))));
    }

    private JsonObject settings(UUID workspace) {
        var own = rules.get(workspace);
        return own == null ? new JsonObject() : JsonObject.of("activity", JsonObject.of("rules", own));
    }

    @Override
    public void close() {
        Desk.await(publisher.close());
        Desk.await(vertx.close());
    }
}
