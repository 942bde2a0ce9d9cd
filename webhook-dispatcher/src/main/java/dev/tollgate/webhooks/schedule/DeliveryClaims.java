package dev.tollgate.webhooks.schedule;

import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.settlement.DeliveryLimits;
import dev.tollgate.webhooks.settlement.LeasedDelivery;
import dev.tollgate.webhooks.subscription.TransactionSettings;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Takes due deliveries from the table: endpoints first, by due time, then a few deliveries of each. An endpoint with
 * more due deliveries goes to the end, so that a million deliveries of one endpoint delay another by one claim only.
 */
final class DeliveryClaims {

    /**
     * Endpoints of one claim. Few, because a claim holds their rows until it is committed: who pauses one of them, and
     * who writes down how it does, waits for all of them.
     */
    static final int ENDPOINTS_MAX = 8;

    /** Deliveries of one endpoint in one claim. */
    static final int DELIVERIES_MAX = 50;

    /** Bytes of the bodies of one claim; its first delivery may be larger. */
    static final long BYTES_MAX = 8L << 20;

    /** Deliveries of an archived endpoint that fail in one claim. */
    static final int ARCHIVED_MAX = 1_000;

    private static final Duration TIME_MAX = Duration.ofSeconds(5);

    private static final String LEASE = """
            WITH c AS MATERIALIZED (
                SELECT o.event_id, o.endpoint_id, o.round, o.expired,
                       row_number() OVER (PARTITION BY o.endpoint_id ORDER BY o.due) AS place
                  FROM unnest($1::uuid[], $2::int[], $3::text[]) AS t (endpoint_id, most, kind)
                 CROSS JOIN LATERAL (
                       SELECT w.event_id, w.endpoint_id, w.round, w.leased_until IS NOT NULL AS expired,
                              COALESCE(w.leased_until, w.next_attempt_at) AS due
                         FROM webhooks.delivery w
                        WHERE w.endpoint_id = t.endpoint_id AND w.settled_at IS NULL
                          AND COALESCE(w.leased_until, w.next_attempt_at) <= now()
                          AND (t.kind IN ('ANY', 'PROBE') OR w.trigger = 'test'
                               OR t.kind = 'URGENT' AND w.trigger = 'manual')
                        ORDER BY COALESCE(w.leased_until, w.next_attempt_at)
                        LIMIT t.most
                          FOR UPDATE SKIP LOCKED) AS o),
            sized AS MATERIALIZED (
                SELECT c.*, e.body, sum(octet_length(e.body)) OVER run AS bytes, row_number() OVER run AS number,
                       row_number() OVER (PARTITION BY c.event_id ORDER BY c.place, c.endpoint_id, c.round) AS of_event
                  FROM c
                  JOIN webhooks.event e ON e.id = c.event_id
                 WHERE e.id = ANY (ARRAY(SELECT o.event_id FROM c o))
                WINDOW run AS (ORDER BY c.place, c.endpoint_id, c.round ROWS UNBOUNDED PRECEDING)),
            b AS MATERIALIZED (
                SELECT z.event_id, z.endpoint_id, z.round, z.expired, CASE WHEN z.of_event = 1 THEN z.body END AS body
                  FROM sized z
                 WHERE z.bytes <= $6 OR z.number = 1)
            UPDATE webhooks.delivery AS d
               SET status = 'delivering', lease_token = $4, leased_until = now() + make_interval(secs => $5),
                   lost = CASE WHEN b.expired THEN d.lost + 1 ELSE d.lost END
              FROM b
             WHERE d.event_id = ANY (ARRAY(SELECT o.event_id FROM b o))
               AND d.event_id = b.event_id AND d.endpoint_id = b.endpoint_id AND d.round = b.round
            RETURNING\s""" + LeasedDelivery.COLUMNS;

    private static final String ARCHIVE = """
            WITH c AS MATERIALIZED (
                SELECT o.event_id, o.endpoint_id, o.round
                  FROM unnest($1::uuid[]) AS t (endpoint_id)
                 CROSS JOIN LATERAL (
                       SELECT w.event_id, w.endpoint_id, w.round FROM webhooks.delivery w
                        WHERE w.endpoint_id = t.endpoint_id AND w.settled_at IS NULL
                        LIMIT $2) AS o)
            UPDATE webhooks.delivery AS d
               SET status = 'failed', failure = 'endpoint_archived', settled_at = now(), next_attempt_at = NULL,
                   lease_token = NULL, leased_until = NULL
              FROM c
             WHERE d.event_id = ANY (ARRAY(SELECT o.event_id FROM c o)) AND d.event_id = c.event_id AND d.endpoint_id = c.endpoint_id AND d.round = c.round
               AND d.settled_at IS NULL
            """;

    private static final String FORGET_LANES = "DELETE FROM webhooks.lane WHERE endpoint_id = ANY ($1)";

    /** Next due time and current state of each. */
    private static final String LOOK_AGAIN = """
            UPDATE webhooks.endpoint_state AS s
               SET next_due = CASE
                       WHEN t.kind = 'NOTHING' THEN NULL
                       WHEN t.kind IN ('CLOSED', 'PROBE', 'ARCHIVED') AND NOT EXISTS (
                            SELECT FROM webhooks.delivery w
                             WHERE w.endpoint_id = t.endpoint_id AND w.settled_at IS NULL) THEN NULL
                       WHEN t.kind = 'ARCHIVED' THEN now()
                       WHEN t.kind IN ('CLOSED', 'PROBE') THEN now() + make_interval(secs => $4)
                       WHEN t.kind = 'URGENT' THEN s.breaker_until
                       WHEN n.due <= now() THEN now()
                       ELSE n.due END,
                   breaker_until = CASE WHEN t.kind = 'PROBE' AND s.breaker_until IS NOT NULL
                                        THEN now() + make_interval(secs => $4) ELSE s.breaker_until END,
                   module_on = CASE WHEN t.kind = 'CLOSED' THEN false
                                    WHEN t.kind IN ('NOTHING', 'ARCHIVED') THEN s.module_on ELSE true END,
                   failing_since = CASE WHEN t.kind IN ('ANY', 'URGENT', 'PROBE') AND NOT s.module_on
                                             AND NOT s.account_paused
                                        THEN s.failing_since + (now() - COALESCE(s.stopped_at, now()))
                                        ELSE s.failing_since END,
                   stopped_at = CASE WHEN t.kind = 'CLOSED' THEN COALESCE(s.stopped_at, now())
                                     WHEN t.kind IN ('ANY', 'URGENT', 'PROBE') AND NOT s.account_paused THEN NULL
                                     ELSE s.stopped_at END
              FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS t (workspace_id, endpoint_id, kind)
              LEFT JOIN LATERAL (
                   SELECT COALESCE(w.leased_until, w.next_attempt_at) AS due FROM webhooks.delivery w
                    WHERE w.endpoint_id = t.endpoint_id AND w.settled_at IS NULL
                      AND COALESCE(w.leased_until, w.next_attempt_at) IS NOT NULL
                      AND (t.kind = 'ANY' OR w.trigger = 'test')
                    ORDER BY 1 LIMIT 1) AS n ON true
             WHERE s.workspace_id = t.workspace_id AND s.endpoint_id = t.endpoint_id
               AND s.workspace_id = ANY ($1) AND s.endpoint_id = ANY ($2)
            """;

    /** Result of a claim: deliveries, and the endpoints that were checked. */
    record Claimed(List<EndpointClaim> endpoints, List<LeasedDelivery> deliveries) {

        /** Whether more endpoints may be due than one claim checks. */
        boolean full() {
            return endpoints.size() == ENDPOINTS_MAX;
        }
    }

    private final Database database;
    private final DeliveryLimits limits;
    private final IdSource ids;
    private final InstantSource clock;

    DeliveryClaims(Database database, DeliveryLimits limits, IdSource ids, InstantSource clock) {
        this.database = database;
        this.limits = limits;
        this.ids = ids;
        this.clock = clock;
    }

    Future<Claimed> claim(EndpointQueues queues) {
        return database.transaction(RowSecurityContext.NONE, clock.instant().plus(TIME_MAX), transaction -> {
            TransactionSettings.taking(transaction);
            var full = Tuple.tuple()
                    .addArrayOfUUID(queues.full())
                    .addInteger(ENDPOINTS_MAX)
                    .addArrayOfUUID(queues.fullTenants());
            return transaction.query(EndpointClaim.SELECT, full).compose(rows -> {
                List<EndpointClaim> claims = new ArrayList<>(rows.size());
                var plan = queues.plan();
                for (var row : rows) {
                    var tenant = row.getUUID("tenant_id");
                    int room = Math.min(plan.room(tenant), queues.room(row.getUUID("endpoint_id"), tenant));
                    var claim = EndpointClaim.of(row, Math.min(DELIVERIES_MAX, room));
                    plan.add(tenant, claim.most());
                    claims.add(claim);
                }
                return claims.isEmpty()
                        ? Future.succeededFuture(new Claimed(claims, List.of()))
                        : leased(transaction, claims, Math.min(BYTES_MAX, queues.bodyRoom()))
                                .map(deliveries -> new Claimed(claims, deliveries));
            });
        });
    }

    private Future<List<LeasedDelivery>> leased(Transaction transaction, List<EndpointClaim> claims, long bytesMax) {
        var claiming = claims.stream().filter(claim -> claim.most() > 0).toList();
        long ends = System.nanoTime() + limits.lease().toNanos();
        var leased = transaction.query(
                LEASE,
                Tuple.tuple()
                        .addArrayOfUUID(array(claiming, EndpointClaim::endpoint, UUID[]::new))
                        .addArrayOfInteger(array(claiming, EndpointClaim::most, Integer[]::new))
                        .addArrayOfString(array(claiming, claim -> claim.kind().name(), String[]::new))
                        .addUUID(ids.next())
                        .addDouble(limits.lease().toNanos() / 1e9)
                        .addLong(bytesMax));
        archive(transaction, claims);
        var _ = transaction.query(
                LOOK_AGAIN,
                Tuple.tuple()
                        .addArrayOfUUID(array(claims, EndpointClaim::workspace, UUID[]::new))
                        .addArrayOfUUID(array(claims, EndpointClaim::endpoint, UUID[]::new))
                        .addArrayOfString(array(claims, claim -> claim.kind().name(), String[]::new))
                        .addDouble(limits.probeEvery().toNanos() / 1e9));
        return leased.map(rows -> LeasedDelivery.all(rows, ends));
    }

    private static void archive(Transaction transaction, List<EndpointClaim> claims) {
        var archived = claims.stream()
                .filter(claim -> claim.kind() == EndpointClaim.Kind.ARCHIVED)
                .toList();
        if (!archived.isEmpty()) {
            var endpoints = array(archived, EndpointClaim::endpoint, UUID[]::new);
            var _ = transaction.query(
                    ARCHIVE, Tuple.tuple().addArrayOfUUID(endpoints).addInteger(ARCHIVED_MAX));
            var _ = transaction.query(FORGET_LANES, Tuple.tuple().addArrayOfUUID(endpoints));
        }
    }

    private static <T, R> R[] array(List<T> all, Function<T, R> part, IntFunction<R[]> array) {
        return all.stream().map(part).toArray(array);
    }
}
