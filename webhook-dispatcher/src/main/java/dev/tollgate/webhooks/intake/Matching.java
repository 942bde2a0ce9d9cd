package dev.tollgate.webhooks.intake;

import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.webhooks.intake.Draft.Way;
import dev.tollgate.webhooks.schedule.Lines;
import dev.tollgate.webhooks.subscription.Roster;
import dev.tollgate.webhooks.subscription.Subscriber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiPredicate;

/** Which deliveries events make, and whether they can be taken at once. */
final class Matching {

    private final Lines lines;
    private final IdSource ids;
    private final BiPredicate<String, String> wants;

    /** @param wants whether a pattern wants an event type */
    Matching(Lines lines, IdSource ids, BiPredicate<String, String> wants) {
        this.lines = lines;
        this.ids = ids;
        this.wants = wants;
    }

    /** In the order of the events; those of one event share what of it is stored. */
    List<Draft> drafts(List<Incoming> events, Map<UUID, Roster> rosters, Map<UUID, byte[]> bodies) {
        List<Draft> drafts = new ArrayList<>();
        Map<UUID, Integer> rooms = new HashMap<>();
        for (var event : events) {
            var workspace = event.workspace();
            var roster = workspace == null ? null : rosters.get(workspace.value());
            if (workspace == null || roster == null) {
                continue;
            }
            for (var endpoint : roster.endpoints().values()) {
                if (wants(endpoint, event)) {
                    if (!bodies.containsKey(event.id())) {
                        var body = event.body(workspace);
                        bodies.put(event.id(), body == null ? event.bareBody(workspace) : body);
                        drafts.add(draft(event, endpoint, body == null ? Way.TOO_LARGE : way(roster, endpoint, rooms)));
                    } else {
                        boolean tooLarge = drafts.getLast().way() == Way.TOO_LARGE;
                        drafts.add(draft(event, endpoint, tooLarge ? Way.TOO_LARGE : way(roster, endpoint, rooms)));
                    }
                }
            }
        }
        return drafts;
    }

    private Draft draft(Incoming event, Subscriber endpoint, Way way) {
        return new Draft(ids.next(), event, endpoint, way);
    }

    private boolean wants(Subscriber endpoint, Incoming event) {
        for (var pattern : endpoint.eventTypes()) {
            if (wants.test(pattern, event.type())) {
                return true;
            }
        }
        return false;
    }

    private Way way(Roster roster, Subscriber endpoint, Map<UUID, Integer> rooms) {
        var id = endpoint.id().value();
        if (!roster.open() || !endpoint.takes("scheduled") || !lines.open(id, endpoint.blocked())) {
            return Way.DUE;
        }
        int room = rooms.computeIfAbsent(id, lines::room);
        if (room == 0) {
            return Way.DUE;
        }
        rooms.put(id, room - 1);
        return Way.TAKEN;
    }
}
