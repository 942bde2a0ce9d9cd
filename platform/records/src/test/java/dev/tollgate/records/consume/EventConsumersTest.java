package dev.tollgate.records.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.records.Bench;
import dev.tollgate.records.event.EventType;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.records.job.ActiveWorkspaces.Active;
import dev.tollgate.records.work.DomainEventJson;
import dev.tollgate.runtime.kafka.EventPublisher;
import dev.tollgate.runtime.kafka.KafkaSettings;
import dev.tollgate.runtime.kafka.KafkaTopics;
import dev.tollgate.runtime.kafka.Partitioner;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which events a consumer gets, and what happens when its effect fails. */
class EventConsumersTest {

    private static final long TURN_MS = 50;

    private static final EventConsumer CONSUMER = new EventConsumer("notes.mirror", "note.mirror");
    private static final EventTypes TYPES = new EventTypes(List.of(new EventType(
            "note.created", "notes", new Scope("notes:read"), "note", "", new JsonObject(), new JsonObject())));

    private static final Set<UUID> FAILING = ConcurrentHashMap.newKeySet();
    private static final Map<UUID, Integer> FAILED = new ConcurrentHashMap<>();
    private static final List<ConsumedEvent> TAKEN = new CopyOnWriteArrayList<>();

    private static Bench bench;
    private static EventPublisher publisher;
    private static KafkaSettings kafka;

    @BeforeAll
    static void open() {
        bench = new Bench();
        kafka = new KafkaSettings(TestServers.shared().addresses().kafkaBootstrap(), Bench.SLICES, 1);
        Bench.settle(KafkaTopics.ensure(bench.vertx, kafka, Set.of(Topics.EVENTS)));
        publisher = EventPublisher.open(kafka);
        var consumers = new EventConsumers(bench.work, TYPES, bench.ids, bench.clock);
        consumers.take(CONSUMER, EventConsumersTest::take);
        var runner = new ConsumerRunner(
                bench.vertx,
                new ConsumerRunner.Servers(bench.settings, kafka),
                bench.app,
                consumers,
                EventConsumersTest::active);
        bench.vertx.getOrCreateContext().runOnContext(_ -> turn(runner));
    }

    /** One turn after the other. */
    private static void turn(ConsumerRunner runner) {
        runner.turn().onComplete(_ -> bench.vertx.setTimer(TURN_MS, _ -> turn(runner)));
    }

    @AfterAll
    static void close() {
        Bench.settle(publisher.close());
        bench.close();
    }

    private static Future<?> take(EventRun run) {
        var workspace = run.workspaceId().value();
        if (FAILING.contains(workspace)) {
            FAILED.merge(workspace, 1, Integer::sum);
            throw new IllegalStateException("an effect that fails");
        }
        TAKEN.addAll(run.events());
        return Future.succeededFuture();
    }

    private static Future<Map<UUID, Active>> active(Set<UUID> workspaces) {
        return Future.succeededFuture(workspaces.stream()
                .collect(Collectors.toMap(id -> id, _ -> new Active(Set.of("notes"), ZoneOffset.UTC))));
    }

    private static DomainEvent event(Caller caller, String type) {
        var event = new DomainEvent(
                bench.ids.next(),
                type,
                bench.clock.instant(),
                caller.tenantId(),
                caller.workspaceId(),
                null,
                "note",
                "not_1",
                1,
                new JsonObject());
        publish(caller, DomainEventJson.bytes(event));
        return event;
    }

    private static void publish(Caller caller, byte[] body) {
        var workspace = caller.workspaceId();
        Bench.settle(publisher.publish(
                Topics.EVENTS, Partitioner.of(workspace.value(), Bench.SLICES), workspace.text(), body));
    }

    private static List<ConsumedEvent> taken(Caller caller) {
        return TAKEN.stream()
                .filter(event -> caller.workspaceId().equals(event.event().workspace()))
                .toList();
    }

    /** A workspace whose events are in the same partition. */
    private static Caller beside(Caller caller) {
        int wanted = Partitioner.of(caller.workspaceId().value(), Bench.SLICES);
        var other = bench.stranger();
        while (Partitioner.of(other.workspaceId().value(), Bench.SLICES) != wanted) {
            other = bench.stranger();
        }
        return other;
    }

    @Test
    void events_come_in_their_order_with_module_and_scope() {
        var caller = bench.stranger();

        var created = event(caller, "note.created");
        publish(caller, new byte[] {'{'});
        var paid = event(caller, "order.paid");
        Bench.eventually(() -> assertThat(taken(caller)).hasSize(2));

        assertThat(taken(caller))
                .containsExactly(
                        new ConsumedEvent(created, "notes", new Scope("notes:read")),
                        new ConsumedEvent(paid, "custom", new Scope("integrations:read")));
    }

    @Test
    void an_effect_that_goes_on_failing_is_skipped_and_holds_up_no_other_workspace_for_long() {
        var failing = bench.stranger();
        var other = beside(failing);
        FAILING.add(failing.workspaceId().value());

        var _ = event(failing, "note.created");
        var behind = event(other, "note.created");
        Bench.eventually(
                () -> assertThat(taken(other)).extracting(ConsumedEvent::event).contains(behind));
        Bench.eventually(
                () -> assertThat(FAILED.get(failing.workspaceId().value())).isEqualTo(EventConsumption.TRIES_MAX));
        FAILING.clear();
        var later = event(failing, "note.created");
        Bench.eventually(() ->
                assertThat(taken(failing)).extracting(ConsumedEvent::event).containsExactly(later));
    }

    @Test
    void a_consumer_has_one_effect() {
        var consumers = new EventConsumers(bench.work, TYPES, bench.ids, bench.clock);
        consumers.take(CONSUMER, EventConsumersTest::take);

        assertThat(consumers.of("notes")).containsExactly(CONSUMER);
        assertThatThrownBy(() -> consumers.take(CONSUMER, EventConsumersTest::take))
                .hasMessage("notes.mirror has an effect already");
    }
}
