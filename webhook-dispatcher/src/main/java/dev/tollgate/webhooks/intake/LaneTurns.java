package dev.tollgate.webhooks.intake;

import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.intake.DeliveryDraft.InitialState;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Turns of deliveries in the lanes of ordered endpoints. */
final class LaneTurns {

    private LaneTurns() {}

    /** Of each lane, the first goes if the lane is idle; the others wait for their turn. */
    static Future<List<DeliveryDraft>> taken(Transaction transaction, List<DeliveryDraft> drafts) {
        Map<String, DeliveryDraft> firsts = new HashMap<>();
        for (var draft : drafts) {
            if (draft.inLane()) {
                firsts.merge(
                        lane(draft),
                        draft,
                        (one, other) -> other.event().version() < one.event().version() ? other : one);
            }
        }
        return firsts.isEmpty()
                ? Future.succeededFuture(drafts)
                : IntakeRows.lanes(transaction, firsts.values()).map(rows -> queued(drafts, rows));
    }

    private static List<DeliveryDraft> queued(List<DeliveryDraft> drafts, RowSet<Row> rows) {
        Map<String, UUID> heads = new HashMap<>();
        rows.forEach(row -> heads.put(row.getUUID("endpoint_id") + row.getString("resource"), row.getUUID("head")));
        return drafts.stream()
                .map(draft -> draft.inLane() && !draft.event().id().equals(heads.get(lane(draft)))
                        ? draft.on(InitialState.QUEUED)
                        : draft)
                .toList();
    }

    private static String lane(DeliveryDraft draft) {
        return draft.key().endpoint() + draft.event().lane();
    }
}
