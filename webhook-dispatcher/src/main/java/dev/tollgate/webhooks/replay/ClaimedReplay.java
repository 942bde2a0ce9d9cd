package dev.tollgate.webhooks.replay;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.history.WebhookDelivery;
import dev.tollgate.webhooks.holder.Holder;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A replay that a step is about, locked.
 *
 * @param position the last event that was looked at; null before the first step
 * @param gone whether its endpoint was archived
 */
record ClaimedReplay(
        WorkspaceId workspace,
        UUID id,
        WebhookId webhook,
        EventFilter filter,
        @Nullable UUID position,
        long made,
        boolean gone,
        Holder holder) {

    /**
     * Of the tenants whose last step is the longest ago, the workspace of which the same is true, and there the replay
     * that has waited longest. A tenant whose last step is younger than the pause has no turn. Endpoints that send
     * nothing get nothing.
     */
    private static final String CLAIM = """
            WITH due AS MATERIALIZED (
                SELECT DISTINCT ON (r.workspace_id) r.tenant_id, r.workspace_id, r.id,
                       (SELECT max(w.stepped_at) FROM webhooks.replay w WHERE w.workspace_id = r.workspace_id) AS last_step
                  FROM webhooks.replay r
                  JOIN webhooks.endpoint e ON e.workspace_id = r.workspace_id AND e.id = r.webhook_id
                 WHERE r.status = 'running' AND r.next_step_at <= now() AND e.status IN ('active', 'archived')
                 ORDER BY r.workspace_id, r.next_step_at),
            turn AS MATERIALIZED (
                SELECT DISTINCT ON (d.tenant_id) d.workspace_id, d.id,
                       (SELECT max(t.stepped_at) FROM webhooks.replay t WHERE t.tenant_id = d.tenant_id) AS last_step
                  FROM due d
                 ORDER BY d.tenant_id, d.last_step, d.id)
            SELECT r.workspace_id, r.id, r.webhook_id, r.types, r."from", r."to", r.delivery_status, r.position, r.made,
                   e.status, r.holder_kind, r.holder_id
              FROM turn
              JOIN webhooks.replay r ON r.workspace_id = turn.workspace_id AND r.id = turn.id
              JOIN webhooks.endpoint e ON e.workspace_id = r.workspace_id AND e.id = r.webhook_id
             WHERE r.status = 'running' AND r.next_step_at <= now()
               AND turn.last_step <= now() - $1::bigint * interval '1 millisecond'
             ORDER BY turn.last_step, r.next_step_at
             LIMIT 1
               FOR UPDATE OF r SKIP LOCKED
            """;

    /** The next one whose turn it is. */
    static Future<Optional<ClaimedReplay>> next(Transaction tx, Duration pause) {
        return tx.query(CLAIM, Tuple.of(pause.toMillis())).map(rows -> {
            var claimed = rows.iterator();
            return claimed.hasNext() ? Optional.of(of(claimed.next())) : Optional.empty();
        });
    }

    private static ClaimedReplay of(Row row) {
        var workspace = new WorkspaceId(row.getUUID("workspace_id"));
        var webhook = new WebhookId(row.getUUID("webhook_id"));
        var status = row.getString("delivery_status");
        return new ClaimedReplay(
                workspace,
                row.getUUID("id"),
                webhook,
                new EventFilter(
                        workspace,
                        webhook,
                        List.of(row.getArrayOfStrings("types")),
                        row.getOffsetDateTime("from").toInstant(),
                        row.getOffsetDateTime("to").toInstant(),
                        status == null ? null : WebhookDelivery.Status.valueOf(status.toUpperCase(Locale.ROOT))),
                row.getUUID("position"),
                row.getLong("made"),
                row.getString("status").equals("archived"),
                Holder.of(row));
    }
}
