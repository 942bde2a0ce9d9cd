package dev.tollgate.webhooks.replay;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.history.WebhookDelivery;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which stored events a replay is about. Events lie in the order of their ids, which is that of the times they were
 * made at; test events are none. Every statement looks at a bounded range of the workspace's events, also where few or
 * none of them match.
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

    private static final UUID NONE = new UUID(0, 0);

    /**
     * Subqueries, not joins, in the order of the primary key: without statistics, which a table lacks just after a
     * burst, a plan would read all deliveries of the workspace for each event. A test event has one delivery.
     */
    private static final String MATCHED = """
            WITH looked AS MATERIALIZED (
                SELECT e.id, e.tenant_id, e.type, e.request_id
                  FROM webhooks.event e
                 WHERE e.workspace_id = $1
                   AND e.id >= webhooks.least_id($2) AND e.id < webhooks.least_id($3) AND e.id > $5
                 ORDER BY e.id
                 LIMIT $6),
            matched AS (
                SELECT l.*
                  FROM looked l
                 WHERE l.type = ANY ($4)
                   AND (SELECT t.round = t.id FROM webhooks.delivery t
                         WHERE t.event_id = l.id AND t.workspace_id = $1
                         ORDER BY t.endpoint_id, t.round
                         LIMIT 1) IS NOT TRUE
            """;

    private static final String FIRST_MATCHED = """
                 ORDER BY l.id
                 LIMIT $7)
            """;

    private static final String LAST_DELIVERED_SO = """
                   AND (SELECT d.status FROM webhooks.delivery_shown d
                         WHERE d.event_id = l.id AND d.workspace_id = $1 AND d.endpoint_id = $8
                         ORDER BY d.round DESC
                         LIMIT 1) = $9
            """;

    private static final String COUNT = """
            SELECT (SELECT count(*) FROM matched) AS matched, (SELECT count(*) FROM looked) AS looked
            """;

    private static final String NEXT = """
            SELECT n.looked, n.last, m.id, m.tenant_id, m.type, m.request_id
              FROM (SELECT (SELECT count(*) FROM looked) AS looked,
                           (SELECT id FROM looked ORDER BY id DESC LIMIT 1) AS last) AS n
              LEFT JOIN matched m ON true
             ORDER BY m.id
            """;

    /**
     * Events that match.
     *
     * @param minimum whether there are events that were not looked at
     */
    record Count(long matched, boolean minimum) {}

    /**
     * Events that match, of those that were looked at.
     *
     * @param position the last event that this is about; null where there was none to look at
     * @param ended whether no event lies behind
     */
    record Slice(List<Row> events, @Nullable UUID position, boolean ended) {}

    /** Counts the events among the first ones. */
    Future<Count> count(Transaction tx, int lookedMax) {
        return tx.query(sql(COUNT), arguments(NONE, lookedMax, lookedMax))
                .map(rows -> rows.iterator().next())
                .map(row -> new Count(row.getLong("matched"), row.getLong("looked") == lookedMax));
    }

    /** The next of them behind one, or from the first. */
    Future<Slice> next(Transaction tx, @Nullable UUID behind, int lookedMax, int most) {
        return tx.query(sql(NEXT), arguments(behind == null ? NONE : behind, lookedMax, most))
                .map(rows -> {
                    List<Row> events = new ArrayList<>(rows.size());
                    rows.forEach(row -> {
                        if (row.getUUID("id") != null) {
                            events.add(row);
                        }
                    });
                    var first = rows.iterator().next();
                    return events.size() == most
                            ? new Slice(events, events.getLast().getUUID("id"), false)
                            : new Slice(events, first.getUUID("last"), first.getLong("looked") < lookedMax);
                });
    }

    private String sql(String query) {
        return MATCHED + (status == null ? "" : LAST_DELIVERED_SO) + FIRST_MATCHED + query;
    }

    private Tuple arguments(UUID behind, int lookedMax, int most) {
        var arguments = Tuple.of(workspace.value())
                .addOffsetDateTime(from.atOffset(ZoneOffset.UTC))
                .addOffsetDateTime(to.atOffset(ZoneOffset.UTC))
                .addArrayOfString(types.toArray(String[]::new))
                .addUUID(behind)
                .addInteger(lookedMax)
                .addInteger(most);
        return status == null
                ? arguments
                : arguments.addUUID(webhook.value()).addString(status.name().toLowerCase(Locale.ROOT));
    }
}
