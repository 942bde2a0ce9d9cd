package dev.tollgate.modules.analytics.violation;

import dev.tollgate.modules.tracked.EventStorage;
import dev.tollgate.modules.tracked.EventVerdict;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * The ids of events in quarantine: an event is held once. A call with an id that another is holding waits for it. Ids
 * go with their events.
 */
record HeldIds(Transaction transaction, UUID workspace) {

    private static final String CLAIM = """
            INSERT INTO analytics.held_id (workspace_id, event_id)
            SELECT $1, u.id FROM unnest($2::uuid[]) AS u (id) ORDER BY u.id
            ON CONFLICT DO NOTHING RETURNING event_id
            """;

    private static final String RELEASE =
            "DELETE FROM analytics.held_id WHERE workspace_id = $1 AND event_id = ANY ($2)";

    /** Claims the ids of verdicts that would be held; gives the places, in the call, of those that are held already. */
    Future<Set<Integer>> claim(List<EventVerdict> verdicts) {
        var wanted = verdicts.stream().filter(HeldIds::hasId).toList();
        if (wanted.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        return transaction.query(CLAIM, args(wanted)).map(rows -> {
            var claimed = new HashSet<UUID>();
            rows.forEach(row -> claimed.add(row.getUUID("event_id")));
            var duplicates = new HashSet<Integer>();
            for (var verdict : wanted) {
                if (!claimed.remove(verdict.event().eventId())) {
                    duplicates.add(verdict.event().index());
                }
            }
            return duplicates;
        });
    }

    /** Gives up the ids of verdicts that were claimed and are not held. */
    void release(Collection<EventVerdict> verdicts) {
        var unused = verdicts.stream().filter(HeldIds::hasId).toList();
        if (!unused.isEmpty()) {
            var _ = transaction.query(RELEASE, args(unused));
        }
    }

    private static boolean hasId(EventVerdict verdict) {
        return verdict.storage() == EventStorage.QUARANTINED && verdict.event().eventId() != null;
    }

    private Tuple args(List<EventVerdict> verdicts) {
        var ids = new ArrayList<UUID>();
        verdicts.forEach(
                verdict -> ids.add(Objects.requireNonNull(verdict.event().eventId())));
        return Tuple.of(workspace).addArrayOfUUID(ids.stream().distinct().toArray(UUID[]::new));
    }
}
