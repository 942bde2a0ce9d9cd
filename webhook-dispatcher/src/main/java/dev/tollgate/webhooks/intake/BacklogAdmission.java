package dev.tollgate.webhooks.intake;

import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.backlog.BacklogCounts;
import dev.tollgate.webhooks.intake.DeliveryDraft.InitialState;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Admission control of deliveries that wait, because their endpoint sends nothing, its queue is full, or they wait for
 * their turn in a lane: as many as may wait. The others are skipped, and their endpoint is marked in the same
 * transaction; {@link EndpointCatchUp} makes them from the stored events once it has sent what waits. An ordered
 * endpoint that lacks deliveries gets none by the way of intake, so that none overtakes. What a queue in memory takes
 * at once is bounded by the queue.
 */
final class BacklogAdmission {

    private final BacklogCounts counts;
    private final Map<UUID, Long> added = new HashMap<>();
    private final List<DeliveryDraft> waiting = new ArrayList<>();

    BacklogAdmission(BacklogCounts counts) {
        this.counts = counts;
    }

    /** Those that are made now. */
    Future<List<DeliveryDraft>> admitted(Transaction transaction, List<DeliveryDraft> drafts) {
        var watched = drafts.stream().filter(BacklogAdmission::waits).toList();
        if (watched.isEmpty()) {
            return Future.succeededFuture(drafts);
        }
        transaction.waitForLocks();
        var behind = SkippedRows.behind(transaction, watched);
        return counted(transaction, watched).compose(_ -> behind).map(lacking -> split(transaction, drafts, lacking));
    }

    /** After the commit: what was admitted waits. */
    void committed() {
        waiting.forEach(
                draft -> counts.made(draft.key().workspace(), draft.key().endpoint()));
    }

    private Future<?> counted(Transaction transaction, List<DeliveryDraft> watched) {
        return Future.all(watched.stream()
                        .map(draft -> draft.key().workspace())
                        .distinct()
                        .map(workspace -> counts.known(transaction, workspace))
                        .toList())
                .compose(_ -> Future.all(sending(watched).entrySet().stream()
                        .map(endpoint -> counts.sufficient(
                                transaction,
                                endpoint.getValue().getFirst().key().workspace(),
                                endpoint.getKey(),
                                endpoint.getValue().size()))
                        .toList()));
    }

    /** Those of endpoints that send meanwhile, by endpoint: what was counted may have been sent. */
    private static Map<UUID, List<DeliveryDraft>> sending(List<DeliveryDraft> watched) {
        return watched.stream()
                .filter(draft -> draft.initialState() != InitialState.HELD)
                .collect(Collectors.groupingBy(draft -> draft.key().endpoint()));
    }

    private List<DeliveryDraft> split(Transaction transaction, List<DeliveryDraft> drafts, Set<UUID> lacking) {
        Set<UUID> behind = new HashSet<>(lacking);
        List<DeliveryDraft> kept = new ArrayList<>(drafts.size());
        List<DeliveryDraft> skipped = new ArrayList<>();
        for (var draft : drafts) {
            if (fits(draft, behind)) {
                kept.add(draft);
            } else {
                behind.add(draft.key().endpoint());
                skipped.add(draft);
            }
        }
        if (!skipped.isEmpty()) {
            SkippedRows.skip(transaction, skipped);
        }
        return kept;
    }

    private boolean fits(DeliveryDraft draft, Set<UUID> behind) {
        var key = draft.key();
        if (draft.inLane() && behind.contains(key.endpoint())) {
            return false;
        }
        if (!waits(draft)) {
            return true;
        }
        boolean room = counts.room(key.workspace(), key.endpoint(), added(key.endpoint()), added(key.workspace())) > 0;
        if (room) {
            added.merge(key.endpoint(), 1L, Long::sum);
            added.merge(key.workspace(), 1L, Long::sum);
            waiting.add(draft);
        }
        return room;
    }

    private long added(UUID id) {
        return added.getOrDefault(id, 0L);
    }

    private static boolean waits(DeliveryDraft draft) {
        return switch (draft.initialState()) {
            case HELD, DUE -> true;
            case TAKEN, QUEUED -> draft.inLane();
            case TOO_LARGE -> false;
        };
    }
}
