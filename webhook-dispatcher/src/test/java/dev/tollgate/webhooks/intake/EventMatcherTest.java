package dev.tollgate.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.holder.HolderRights;
import dev.tollgate.webhooks.schedule.EndpointQueues;
import dev.tollgate.webhooks.settlement.DeliveryLimits;
import dev.tollgate.webhooks.settlement.RetrySchedule;
import dev.tollgate.webhooks.subscription.EventModules;
import dev.tollgate.webhooks.subscription.EventRules;
import dev.tollgate.webhooks.subscription.Roster;
import dev.tollgate.webhooks.subscription.Subscriber;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deliveries that intake takes at once. */
class EventMatcherTest {

    private static final DeliveryLimits TERMS = new DeliveryLimits(
            new RetrySchedule(List.of(Duration.ofSeconds(1))),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            256,
            16);

    private static final Instant NOW = Instant.EPOCH;
    private static final EventRules RULES = new EventRules((_, _) -> true, EventModules.of(List.of()));

    private final Vertx vertx = Vertx.vertx();
    private final IdSource ids = IdSource.timeOrdered(InstantSource.system());
    private final TenantId tenant = new TenantId(ids.next());
    private final WorkspaceId workspace = new WorkspaceId(ids.next());

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void events_take_no_more_of_all_endpoints_than_their_tenant_has_places_for() {
        var queues = new EndpointQueues(vertx, TERMS);
        int room = queues.plan().room(tenant.value());
        int events = EventIntake.RUN_MAX.events();
        int endpoints = room / events + 1;

        var drafts = new EventMatcher(queues, ids, RULES, NOW)
                .drafts(events(events), Map.of(workspace.value(), roster(endpoints)), new HashMap<>());

        assertThat(drafts).hasSize(events * endpoints);
        assertThat(drafts)
                .filteredOn(draft -> draft.initialState() == DeliveryDraft.InitialState.TAKEN)
                .hasSize(room);
    }

    @Test
    void events_of_a_tenant_leave_places_to_those_of_another_that_come_with_them() {
        var queues = new EndpointQueues(vertx, TERMS);
        int events = EventIntake.RUN_MAX.events();
        int endpoints = 2 * queues.plan().room(tenant.value()) / events;
        var other = new TenantId(ids.next());
        var elsewhere = new WorkspaceId(ids.next());
        var ofOther = subscriber(other, elsewhere, HolderRights.ALL);
        var all = Stream.concat(events(events).stream(), Stream.of(event(other, elsewhere, Buffer.buffer("{}"))))
                .toList();
        var rosters = Map.of(
                workspace.value(),
                roster(endpoints),
                elsewhere.value(),
                new Roster(1, true, System.nanoTime(), Map.of(ofOther.id().value(), ofOther)));

        var drafts = new EventMatcher(queues, ids, RULES, NOW).drafts(all, rosters, new HashMap<>());

        assertThat(drafts)
                .filteredOn(draft -> draft.endpoint().equals(ofOther))
                .extracting(DeliveryDraft::initialState)
                .containsExactly(DeliveryDraft.InitialState.TAKEN);
    }

    @Test
    void events_take_no_more_memory_than_their_tenant_may_have() {
        var queues = new EndpointQueues(vertx, TERMS);
        var bodies = new HashMap<UUID, byte[]>();
        var large = Buffer.buffer("{\"text\": \"" + "x".repeat(100_000) + "\"}");

        var drafts = new EventMatcher(queues, ids, RULES, NOW)
                .drafts(events(100, large), Map.of(workspace.value(), roster(10)), bodies);

        var taken = drafts.stream()
                .filter(draft -> draft.initialState() == DeliveryDraft.InitialState.TAKEN)
                .mapToLong(draft -> bodies.get(draft.event().id()).length)
                .sum();
        assertThat(taken).isPositive().isLessThanOrEqualTo(queues.bodyRoom(tenant.value()));
        assertThat(drafts)
                .extracting(DeliveryDraft::initialState)
                .containsOnly(DeliveryDraft.InitialState.TAKEN, DeliveryDraft.InitialState.DUE);
    }

    @Test
    void a_pattern_covers_an_event_only_while_the_holder_may_read_it() {
        var reads = subscriber(new HolderRights(false, Set.of(EventTypes.UNDECLARED), NOW.plusSeconds(1)));
        var ended = subscriber(new HolderRights(false, Set.of(EventTypes.UNDECLARED), NOW));
        var other = subscriber(new HolderRights(false, Set.of(new Scope("crm:read")), null));
        var gone = subscriber(HolderRights.NONE);
        var all = Stream.of(reads, ended, other, gone)
                .collect(Collectors.toMap(one -> one.id().value(), one -> one));

        var drafts = new EventMatcher(new EndpointQueues(vertx, TERMS), ids, RULES, NOW)
                .drafts(
                        events(1),
                        Map.of(workspace.value(), new Roster(1, true, System.nanoTime(), all)),
                        new HashMap<>());

        assertThat(drafts).singleElement().extracting(DeliveryDraft::endpoint).isEqualTo(reads);
    }

    private List<IncomingEvent> events(int count) {
        return events(count, Buffer.buffer("{}"));
    }

    private List<IncomingEvent> events(int count, Buffer data) {
        return Stream.generate(() -> event(tenant, workspace, data))
                .limit(count)
                .toList();
    }

    private IncomingEvent event(TenantId of, WorkspaceId in, Buffer data) {
        return new IncomingEvent(ids.next(), "task.created", Instant.EPOCH, of, in, null, "task", "tsk_1", 1, data);
    }

    private Roster roster(int endpoints) {
        Map<UUID, Subscriber> all = Stream.generate(() -> subscriber(HolderRights.ALL))
                .limit(endpoints)
                .collect(Collectors.toMap(one -> one.id().value(), one -> one));
        return new Roster(1, true, System.nanoTime(), all);
    }

    private Subscriber subscriber(HolderRights rights) {
        return subscriber(tenant, workspace, rights);
    }

    private Subscriber subscriber(TenantId of, WorkspaceId in, HolderRights rights) {
        return new Subscriber(
                in,
                new WebhookId(ids.next()),
                of,
                URI.create("https://example.com"),
                List.of("task.*"),
                "active",
                10,
                0,
                false,
                false,
                1,
                rights);
    }
}
