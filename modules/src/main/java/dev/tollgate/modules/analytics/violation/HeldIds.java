package dev.tollgate.modules.analytics.violation;

import dev.tollgate.modules.tracked.EventStorage;
import dev.tollgate.modules.tracked.EventVerdict;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * The ids of events in quarantine: an event is held once. A transaction that claims an id waits for another open one
 * that has claimed or released it. Ids go with their events.
 */
public record HeldIds(Transaction transaction, UUID workspace) {

    private static final String CLAIM = """
            INSERT INTO analytics.held_id (workspace_id, event_id)
            SELECT $1, u.id FROM unnest($2::uuid[]) AS u (id) ORDER BY u.id
            ON CONFLICT DO NOTHING RETURNING event_id
            """;

    private static final String RELEASE =
            "DELETE FROM analytics.held_id WHERE workspace_id = $1 AND event_id = ANY ($2)";

    /**
     * The places of events whose ids a held or a stored event has; the ids of the others that would be held are
     * claimed. What is stored is asked afterwards: a release that the claim waited for has stored what it released.
     */
    public Future<Set<Integer>> repeated(List<EventVerdict> verdicts, Function<Set<UUID>, Future<Set<UUID>>> stored) {
        var named = new HashMap<UUID, List<EventVerdict>>();
        for (var verdict : verdicts) {
            var id = verdict.event().eventId();
            if (id != null) {
                named.computeIfAbsent(id, _ -> new ArrayList<>()).add(verdict);
            }
        }
        return claim(verdicts)
                .compose(held -> stored.apply(named.keySet()).map(known -> {
                    named.keySet().retainAll(known);
                    var ofStored = named.values().stream().flatMap(List::stream).toList();
                    release(ofStored.stream()
                            .filter(verdict -> !held.contains(verdict.event().index()))
                            .toList());
                    var repeated = new HashSet<>(held);
                    ofStored.forEach(verdict -> repeated.add(verdict.event().index()));
                    return repeated;
                }));
    }

    /** Claims the ids of verdicts that would be held; gives the places of those that are held already. */
    private Future<Set<Integer>> claim(List<EventVerdict> verdicts) {
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
        return verdict.violation()
                && verdict.storage() == EventStorage.QUARANTINED
                && verdict.event().eventId() != null;
    }

    private Tuple args(List<EventVerdict> verdicts) {
        var ids = new ArrayList<UUID>();
        verdicts.forEach(
                verdict -> ids.add(Objects.requireNonNull(verdict.event().eventId())));
        return Tuple.of(workspace).addArrayOfUUID(ids.stream().distinct().toArray(UUID[]::new));
    }
}
