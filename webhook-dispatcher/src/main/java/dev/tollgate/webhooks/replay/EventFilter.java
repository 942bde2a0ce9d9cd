package dev.tollgate.webhooks.replay;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.history.WebhookDelivery;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which stored events a replay is about. Events lie in the order of their ids, which is that of the times they were
 * made at; test events are none.
 *
 * @param status status of the event's latest delivery to the endpoint, its own or that of a replay; null for any
 */
record EventFilter(
        WorkspaceId workspace,
        WebhookId webhook,
        List<String> types,
        Instant from,
        Instant to,
        WebhookDelivery.@Nullable Status status) {

    private static final String EVENTS = """
              FROM webhooks.event e
             WHERE e.workspace_id = $1
               AND e.id >= webhooks.least_id($2) AND e.id < webhooks.least_id($3)
               AND e.type = ANY ($4)
               AND NOT EXISTS (SELECT FROM webhooks.delivery t
                                WHERE t.event_id = e.id AND t.workspace_id = $1 AND t.round = t.id)
            """;

    private static final String LAST_DELIVERED_SO = """
               AND (SELECT d.status FROM webhooks.delivery_shown d
                     WHERE d.event_id = e.id AND d.workspace_id = $1 AND d.endpoint_id = $5
                     ORDER BY d.round DESC
                     LIMIT 1) = $6
            """;

    /** Counts the events, up to {@code most}. */
    Future<Long> count(Transaction tx, int most) {
        var arguments = arguments();
        var sql = "SELECT count(*) FROM (SELECT 1" + conditions() + " LIMIT $" + (arguments.size() + 1) + ") AS found";
        return tx.query(sql, arguments.addInteger(most))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** The next of them behind one, or from the first. */
    Future<RowSet<Row>> next(Transaction tx, @Nullable UUID behind, int most) {
        var arguments = arguments();
        int known = arguments.size();
        var sql = "SELECT e.id, e.tenant_id, e.type, e.request_id" + conditions() + " AND ($" + (known + 1)
                + "::uuid IS NULL OR e.id > $" + (known + 1) + ") ORDER BY e.id LIMIT $" + (known + 2);
        return tx.query(sql, arguments.addUUID(behind).addInteger(most));
    }

    private String conditions() {
        return status == null ? EVENTS : EVENTS + LAST_DELIVERED_SO;
    }

    private Tuple arguments() {
        var arguments = Tuple.of(workspace.value())
                .addOffsetDateTime(from.atOffset(ZoneOffset.UTC))
                .addOffsetDateTime(to.atOffset(ZoneOffset.UTC))
                .addArrayOfString(types.toArray(String[]::new));
        return status == null
                ? arguments
                : arguments.addUUID(webhook.value()).addString(status.name().toLowerCase(Locale.ROOT));
    }
}
