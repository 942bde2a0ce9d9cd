package dev.tollgate.webhooks.intake;

import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.memory.FairPlaces;
import dev.tollgate.webhooks.intake.DeliveryDraft.InitialState;
import dev.tollgate.webhooks.schedule.EndpointQueues;
import dev.tollgate.webhooks.subscription.EventRules;
import dev.tollgate.webhooks.subscription.Roster;
import dev.tollgate.webhooks.subscription.Subscriber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Which deliveries the events of one transaction make, and whether they can be taken at once. */
final class EventMatcher {

    private final EndpointQueues queues;
    private final IdSource ids;
    private final EventRules rules;
    private final Instant now;

    /** Free capacity of endpoints in the queues. */
    private final Map<UUID, Integer> rooms = new HashMap<>();

    /** Places of the queues, with those that these events take. */
    private final FairPlaces<UUID> plan;

    /** Bytes of bodies for which tenants have room in the queues, and all of them together. */
    private final Map<UUID, Long> bodyRooms = new HashMap<>();

    private long bodyRoom;

    EventMatcher(EndpointQueues queues, IdSource ids, EventRules rules, Instant now) {
        this.queues = queues;
        this.ids = ids;
        this.rules = rules;
        this.now = now;
        this.plan = queues.plan();
        this.bodyRoom = queues.bodyRoom();
    }

    /** In the order of the events; those of one event share what of it is stored. */
    List<DeliveryDraft> drafts(List<IncomingEvent> events, Map<UUID, Roster> rosters, Map<UUID, byte[]> bodies) {
        List<DeliveryDraft> drafts = new ArrayList<>();
        for (var event : events) {
            var workspace = event.workspace();
            var roster = workspace == null ? null : rosters.get(workspace.value());
            if (workspace == null || roster == null) {
                continue;
            }
            var scope = rules.modules().scopeOf(event.type());
            var wanting = roster.endpoints().values().stream()
                    .filter(endpoint -> rules.wanted(endpoint.eventTypes(), event.type())
                            && endpoint.rights().reads(scope, now))
                    .toList();
            if (!wanting.isEmpty()) {
                var body = event.body(workspace);
                var stored = body == null ? event.bareBody(workspace) : body;
                bodies.put(event.id(), stored);
                wanting.forEach(endpoint -> drafts.add(new DeliveryDraft(
                        ids.next(),
                        event,
                        endpoint,
                        body == null ? InitialState.TOO_LARGE : way(roster, endpoint, stored.length))));
            }
        }
        return drafts;
    }

    private InitialState way(Roster roster, Subscriber endpoint, int bytes) {
        var id = endpoint.id().value();
        if (!roster.open() || !endpoint.takes("scheduled") || !queues.open(id, endpoint.blocked())) {
            return InitialState.HELD;
        }
        // Always called: a full queue then records that more is due.
        int own = rooms.computeIfAbsent(id, _ -> room(endpoint));
        var tenant = endpoint.tenant().value();
        long ownBytes = bodyRooms.computeIfAbsent(tenant, queues::bodyRoom);
        if (own == 0 || !plan.hasRoom(tenant) || bytes > Math.min(ownBytes, bodyRoom)) {
            return InitialState.DUE;
        }
        rooms.put(id, own - 1);
        plan.add(tenant, 1);
        bodyRooms.put(tenant, ownBytes - bytes);
        bodyRoom -= bytes;
        return InitialState.TAKEN;
    }

    /** Its queue, which may not exist yet, holds what its rate sends in a second. */
    private int room(Subscriber endpoint) {
        int inQueue = queues.room(endpoint.id().value(), endpoint.tenant().value());
        return endpoint.ratePerSecond() == 0 ? inQueue : Math.min(inQueue, endpoint.ratePerSecond());
    }
}
