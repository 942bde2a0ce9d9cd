package dev.tollgate.records.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.contract.outcome.Failure;
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
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

    /** Events whose effect, in a run with others or alone, takes too long. */
    private static final String SLOW = "note.slow";

    /** Workspaces of which no more than {@link #RUN_MAX} events can be taken in time. */
    private static final Set<UUID> LARGE = ConcurrentHashMap.newKeySet();

    private static final int RUN_MAX = 3;

    /** Workspaces whose effect asks for a column that the schema does not have. */
    private static final Set<UUID> UNKNOWN_COLUMN = ConcurrentHashMap.newKeySet();

    private static final SimpleMeterRegistry REGISTRY = new SimpleMeterRegistry();
    private static final List<ConsumedEvent> TAKEN = new CopyOnWriteArrayList<>();

    private static Bench bench;
    private static EventPublisher publisher;
    private static KafkaSettings kafka;
    private static Context loop;
    private static ConsumerRunner runner;

    @BeforeAll
    static void open() {
        bench = new Bench();
        kafka = new KafkaSettings(TestServers.shared().addresses().kafkaBootstrap(), Bench.SLICES, 1);
        Bench.settle(KafkaTopics.ensure(bench.vertx, kafka, Set.of(Topics.EVENTS)));
        publisher = EventPublisher.open(kafka);
        var consumers = new EventConsumers(bench.work, TYPES, bench.ids, bench.clock, REGISTRY);
        consumers.take(CONSUMER, EventConsumersTest::take);
        runner = new ConsumerRunner(
                bench.vertx,
                new ConsumerRunner.Servers(bench.settings, kafka),
                bench.app,
                consumers,
                EventConsumersTest::active);
        loop = bench.vertx.getOrCreateContext();
        loop.runOnContext(_ -> turn());
    }

    /** One turn after the other. */
    private static void turn() {
        runner.turn().onComplete(_ -> bench.vertx.setTimer(TURN_MS, _ -> turn()));
    }

    @AfterAll
    static void close() {
        Bench.settle(Future.<Void>future(
                stopped -> loop.runOnContext(_ -> runner.stop().onComplete(stopped))));
        Bench.settle(publisher.close());
        bench.close();
    }

    private static Future<?> take(EventRun run) {
        var workspace = run.workspaceId().value();
        if (FAILING.contains(workspace)) {
            FAILED.merge(workspace, 1, Integer::sum);
            throw new IllegalStateException("an effect that fails");
        }
        if (UNKNOWN_COLUMN.contains(workspace)) {
            FAILED.merge(workspace, 1, Integer::sum);
            return bench.app.read(RowSecurityContext.NONE, "SELECT no_such_column", Tuple.tuple());
        }
        if (run.events().stream().anyMatch(event -> event.type().equals(SLOW))
                || LARGE.contains(workspace) && run.events().size() > RUN_MAX) {
            return Future.failedFuture(
                    new Failure.TimeUp("the transaction ran out of time", new IllegalStateException("late"), false));
        }
        TAKEN.addAll(run.events());
        return Future.succeededFuture();
    }

    private static Future<Map<UUID, Active>> active(Set<UUID> workspaces) {
        return Future.succeededFuture(workspaces.stream()
                .collect(Collectors.toMap(id -> id, _ -> new Active(Set.of("notes"), ZoneOffset.UTC))));
    }

    private static DomainEvent event(Caller caller, String type) {
        var event = made(caller, type);
        publish(caller, DomainEventJson.bytes(event));
        return event;
    }

    /** Published together, so that they are in one batch. */
    private static List<DomainEvent> events(Caller caller, String... types) {
        var events = Stream.of(types).map(type -> made(caller, type)).toList();
        Bench.settle(Future.all(events.stream()
                .map(event -> sent(caller, DomainEventJson.bytes(event)))
                .toList()));
        return events;
    }

    private static DomainEvent made(Caller caller, String type) {
        return new DomainEvent(
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
    }

    private static void publish(Caller caller, byte[] body) {
        Bench.settle(sent(caller, body));
    }

    private static Future<Void> sent(Caller caller, byte[] body) {
        var workspace = caller.workspaceId();
        return publisher.publish(
                Topics.EVENTS, Partitioner.of(workspace.value(), Bench.SLICES), workspace.text(), body);
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
                () -> assertThat(FAILED.get(failing.workspaceId().value())).isEqualTo(DividedRuns.TRIES_MAX));
        FAILING.clear();
        var later = event(failing, "note.created");
        Bench.eventually(() ->
                assertThat(taken(failing)).extracting(ConsumedEvent::event).containsExactly(later));
    }

    @Test
    void an_event_that_takes_too_long_is_skipped_alone_and_holds_up_no_other_for_long() {
        double skipped = skipped();
        var slow = bench.stranger();
        var other = beside(slow);

        var before = event(slow, "note.created");
        var _ = event(slow, SLOW);
        var after = event(slow, "note.created");
        var behind = event(other, "note.created");
        Bench.eventually(
                () -> assertThat(taken(other)).extracting(ConsumedEvent::event).contains(behind));
        Bench.eventually(
                () -> assertThat(taken(slow)).extracting(ConsumedEvent::event).contains(before, after));

        Bench.eventually(() -> assertThat(skipped()).isEqualTo(skipped + 1));
        Bench.eventually(() -> assertThat(
                        REGISTRY.get("tollgate.consumers.stuck.seconds").gauge().value())
                .isZero());
    }

    @Test
    void an_event_that_takes_too_long_behind_others_of_its_batch_is_skipped_too() {
        double skipped = skipped();
        var slow = bench.stranger();

        var events = events(slow, "note.created", SLOW, "note.created");
        Bench.eventually(() ->
                assertThat(taken(slow)).extracting(ConsumedEvent::event).contains(events.getFirst(), events.getLast()));

        Bench.eventually(() -> assertThat(skipped()).isEqualTo(skipped + 1));
    }

    @Test
    void events_that_take_too_long_together_are_taken_in_smaller_runs() {
        double skipped = skipped();
        var large = bench.stranger();
        LARGE.add(large.workspaceId().value());

        var events = IntStream.range(0, 40)
                .mapToObj(_ -> event(large, "note.created"))
                .toList();
        Bench.eventually(
                () -> assertThat(taken(large)).extracting(ConsumedEvent::event).containsSubsequence(events));

        assertThat(skipped()).isEqualTo(skipped);
    }

    @Test
    void what_postgresql_refuses_of_every_event_skips_none() {
        double skipped = skipped();
        var caller = bench.stranger();
        var workspace = caller.workspaceId().value();
        UNKNOWN_COLUMN.add(workspace);

        var event = event(caller, "note.created");
        Bench.eventually(() -> assertThat(FAILED.getOrDefault(workspace, 0)).isGreaterThan(DividedRuns.TRIES_MAX));
        UNKNOWN_COLUMN.clear();
        Bench.eventually(
                () -> assertThat(taken(caller)).extracting(ConsumedEvent::event).containsExactly(event));

        assertThat(skipped()).isEqualTo(skipped);
    }

    private static double skipped() {
        var counter = REGISTRY.find("tollgate.consumers.skipped").counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void a_consumer_has_one_effect() {
        var consumers = new EventConsumers(bench.work, TYPES, bench.ids, bench.clock, REGISTRY);
        consumers.take(CONSUMER, EventConsumersTest::take);

        assertThat(consumers.of("notes")).containsExactly(CONSUMER);
        assertThatThrownBy(() -> consumers.take(CONSUMER, EventConsumersTest::take))
                .hasMessage("notes.mirror has an effect already");
    }
}
