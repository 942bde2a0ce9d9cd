package dev.tollgate.webhooks.intake;

import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.settlement.LeasedDelivery;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Endpoints that lack deliveries, and from which event on. */
final class SkippedRows {

    /** Locks those that lack some: they cannot catch up before this transaction has ended. */
    private static final String BEHIND = """
            SELECT b.endpoint_id
              FROM webhooks.endpoint_backlog b
             WHERE b.workspace_id = ANY ($1) AND b.endpoint_id = ANY ($2) AND b.skipped_from IS NOT NULL
             ORDER BY b.workspace_id, b.endpoint_id
               FOR NO KEY UPDATE
            """;

    private static final String SKIP = """
            INSERT INTO webhooks.endpoint_backlog AS b (workspace_id, endpoint_id, tenant_id, skipped_from)
            SELECT DISTINCT ON (t.workspace_id, t.endpoint_id) t.workspace_id, t.endpoint_id, t.tenant_id, t.event_id
              FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[])
                       AS t (workspace_id, endpoint_id, tenant_id, event_id)
             ORDER BY t.workspace_id, t.endpoint_id, t.event_id
            ON CONFLICT (workspace_id, endpoint_id) DO UPDATE SET skipped_from = EXCLUDED.skipped_from
             WHERE b.skipped_from IS NULL OR b.skipped_from > EXCLUDED.skipped_from
            """;

    private SkippedRows() {}

    /** Those of the drafts' endpoints that lack deliveries. */
    static Future<Set<UUID>> behind(Transaction transaction, Collection<DeliveryDraft> drafts) {
        var keys = drafts.stream().map(DeliveryDraft::key).toList();
        return transaction
                .query(
                        BEHIND,
                        Tuple.tuple()
                                .addArrayOfUUID(keys.stream()
                                        .map(LeasedDelivery.Key::workspace)
                                        .distinct()
                                        .toArray(UUID[]::new))
                                .addArrayOfUUID(keys.stream()
                                        .map(LeasedDelivery.Key::endpoint)
                                        .distinct()
                                        .toArray(UUID[]::new)))
                .map(rows -> {
                    Set<UUID> behind = new HashSet<>();
                    rows.forEach(row -> behind.add(row.getUUID("endpoint_id")));
                    return behind;
                });
    }

    /** These make no delivery now. */
    static void skip(Transaction transaction, List<DeliveryDraft> drafts) {
        var keys = drafts.stream().map(DeliveryDraft::key).toList();
        var _ = transaction.query(
                SKIP,
                Tuple.tuple()
                        .addArrayOfUUID(
                                keys.stream().map(LeasedDelivery.Key::workspace).toArray(UUID[]::new))
                        .addArrayOfUUID(
                                keys.stream().map(LeasedDelivery.Key::endpoint).toArray(UUID[]::new))
                        .addArrayOfUUID(drafts.stream()
                                .map(draft -> draft.endpoint().tenant().value())
                                .toArray(UUID[]::new))
                        .addArrayOfUUID(
                                keys.stream().map(LeasedDelivery.Key::event).toArray(UUID[]::new)));
    }
}
