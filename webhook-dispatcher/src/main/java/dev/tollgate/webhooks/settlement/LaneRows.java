package dev.tollgate.webhooks.settlement;

import static dev.tollgate.webhooks.settlement.DeliveryRows.array;

import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Lanes of ordered endpoints: when its head is settled, the next is released. The row is locked before the next is
 * searched, as intake locks it before it adds one: else the next could wait forever.
 */
public final class LaneRows {

    /** A lane and the event that was its head. */
    public record Lane(UUID workspace, UUID endpoint, String resource, UUID head) {}

    private static final String LOCK = """
            SELECT 1
              FROM webhooks.lane l
              JOIN unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[]) AS t (workspace_id, endpoint_id, resource, head)
             USING (workspace_id, endpoint_id, resource)
             WHERE l.workspace_id = ANY ($1) AND l.endpoint_id = ANY ($2) AND l.resource = ANY ($3)
             ORDER BY l.workspace_id, l.endpoint_id, l.resource
               FOR UPDATE OF l
            """;

    private static final String ADVANCE = """
            WITH step AS (
                SELECT l.workspace_id, l.endpoint_id, l.resource, n.event_id AS next
                  FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[])
                           AS t (workspace_id, endpoint_id, resource, head)
                  JOIN webhooks.lane l USING (workspace_id, endpoint_id, resource, head)
                  LEFT JOIN LATERAL (
                       SELECT w.event_id FROM webhooks.delivery w
                        WHERE w.endpoint_id = l.endpoint_id AND w.lane = l.resource AND w.settled_at IS NULL
                        ORDER BY w.version, w.event_id LIMIT 1) AS n ON true
                 WHERE l.workspace_id = ANY ($1) AND l.endpoint_id = ANY ($2) AND l.resource = ANY ($3)
                   AND NOT EXISTS (
                       SELECT FROM webhooks.delivery h
                        WHERE h.event_id = l.head AND h.endpoint_id = l.endpoint_id AND h.lane = l.resource
                          AND h.settled_at IS NULL)),
            idle AS (
                DELETE FROM webhooks.lane l USING step
                 WHERE step.next IS NULL AND l.workspace_id = step.workspace_id AND l.endpoint_id = step.endpoint_id
                   AND l.resource = step.resource),
            moved AS (
                UPDATE webhooks.lane l SET head = step.next FROM step
                 WHERE step.next IS NOT NULL AND l.workspace_id = step.workspace_id
                   AND l.endpoint_id = step.endpoint_id AND l.resource = step.resource),
            sized AS MATERIALIZED (
                SELECT s.next, s.endpoint_id, s.resource, e.body,
                       sum(octet_length(e.body)) OVER (ORDER BY s.next, s.endpoint_id, s.resource
                                                        ROWS UNBOUNDED PRECEDING) AS bytes
                  FROM step s
                  JOIN webhooks.event e ON e.id = s.next
                 WHERE s.next IS NOT NULL AND e.id = ANY (ARRAY(SELECT t.next FROM step t))),
            b AS MATERIALIZED (
                SELECT z.next, z.endpoint_id, false AS expired, CASE WHEN z.bytes <= $7 THEN z.body END AS body
                  FROM sized z)
            UPDATE webhooks.delivery AS d
               SET status = 'delivering', next_attempt_at = now(), lease_token = $5,
                   leased_until = now() + make_interval(secs => $6)
              FROM b
             WHERE d.event_id = ANY (ARRAY(SELECT s.next FROM step s)) AND d.event_id = b.next
               AND d.endpoint_id = b.endpoint_id AND d.round = '00000000-0000-0000-0000-000000000000'
            RETURNING\s""" + LeasedDelivery.COLUMNS;

    /** Bytes of bodies that come with the heads of one transaction; the others come without. */
    private static final long BYTES_MAX = 8L << 20;

    private LaneRows() {}

    /** Lets the next of these lanes go, leased to the caller by this token; it gives back those without a body. */
    public static Future<List<LeasedDelivery>> advance(
            Transaction transaction, List<Lane> lanes, UUID token, Duration lease) {
        if (lanes.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        var ends = System.nanoTime() + lease.toNanos();
        var locked = transaction.query(LOCK, arguments(lanes));
        var advanced = transaction.query(
                ADVANCE,
                arguments(lanes).addUUID(token).addDouble(lease.toNanos() / 1e9).addLong(BYTES_MAX));
        return locked.compose(_ -> advanced).map(rows -> LeasedDelivery.all(rows, ends));
    }

    private static Tuple arguments(List<Lane> lanes) {
        return Tuple.tuple()
                .addArrayOfUUID(array(lanes, Lane::workspace, UUID[]::new))
                .addArrayOfUUID(array(lanes, Lane::endpoint, UUID[]::new))
                .addArrayOfString(array(lanes, Lane::resource, String[]::new))
                .addArrayOfUUID(array(lanes, Lane::head, UUID[]::new));
    }
}
