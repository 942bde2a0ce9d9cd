package dev.tollgate.webhooks.schedule;

import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.webhooks.settlement.DeliveryLimits;
import dev.tollgate.webhooks.settlement.LaneRows;
import dev.tollgate.webhooks.subscription.TransactionSettings;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Repairs what the fast path missed: an endpoint whose due time is too late, a lane whose head is settled. Both result
 * from races of two processes or a crash.
 */
public final class Sweep {

    /** Interval of the sweep. */
    public static final Duration EVERY = Duration.ofSeconds(5);

    /** Endpoints or lanes of one round. */
    static final int ROUND_MAX = 500;

    private static final Duration TIME_MAX = Duration.ofSeconds(10);

    private static final String PAGE = """
            SELECT workspace_id, endpoint_id FROM webhooks.endpoint_state WHERE (workspace_id, endpoint_id) > ($1, $2)
             ORDER BY workspace_id, endpoint_id LIMIT $3
            """;

    private static final String LOOK_EARLIER = """
            UPDATE webhooks.endpoint_state AS s
               SET next_due = n.due
              FROM unnest($1::uuid[], $2::uuid[]) AS t (workspace_id, endpoint_id)
             CROSS JOIN LATERAL (
                   SELECT COALESCE(w.leased_until, w.next_attempt_at) AS due FROM webhooks.delivery w
                    WHERE w.endpoint_id = t.endpoint_id AND w.settled_at IS NULL
                      AND COALESCE(w.leased_until, w.next_attempt_at) IS NOT NULL
                    ORDER BY 1 LIMIT 1) AS n
             WHERE s.workspace_id = t.workspace_id AND s.endpoint_id = t.endpoint_id
               AND s.workspace_id = ANY ($1) AND s.endpoint_id = ANY ($2)
               AND (s.next_due IS NULL OR s.next_due > n.due)
               AND (s.next_due IS NULL OR s.breaker_until IS NULL AND NOT s.account_paused AND s.module_on)
               AND EXISTS (SELECT FROM webhooks.endpoint e
                            WHERE e.workspace_id = s.workspace_id AND e.id = s.endpoint_id
                              AND e.status IN ('active', 'archived'))
            """;

    private static final String STALE_LANES = """
            SELECT l.workspace_id, l.endpoint_id, l.resource, l.head
              FROM webhooks.lane l
             WHERE NOT EXISTS (
                   SELECT FROM webhooks.delivery d
                    WHERE d.event_id = l.head AND d.endpoint_id = l.endpoint_id AND d.lane = l.resource
                      AND d.settled_at IS NULL)
             LIMIT $1
            """;

    /** An endpoint in the order of their rows. */
    private record EndpointKey(UUID workspace, UUID endpoint) {}

    private static final EndpointKey START = new EndpointKey(new UUID(0, 0), new UUID(0, 0));

    private final Database database;
    private final DeliveryLimits limits;
    private final IdSource ids;
    private final InstantSource clock;
    private final EndpointQueues queues;
    private EndpointKey after = START;

    public Sweep(Database database, DeliveryLimits limits, IdSource ids, InstantSource clock, EndpointQueues queues) {
        this.database = database;
        this.limits = limits;
        this.ids = ids;
        this.clock = clock;
        this.queues = queues;
    }

    /** One round. */
    public Future<Void> turn() {
        return endpoints().compose(_ -> lanes());
    }

    private Future<?> endpoints() {
        return database.transaction(RowSecurityContext.NONE, clock.instant().plus(TIME_MAX), transaction -> {
            TransactionSettings.taking(transaction);
            return transaction
                    .query(PAGE, Tuple.of(after.workspace(), after.endpoint(), ROUND_MAX))
                    .compose(rows -> {
                        List<EndpointKey> page = new ArrayList<>();
                        rows.forEach(row ->
                                page.add(new EndpointKey(row.getUUID("workspace_id"), row.getUUID("endpoint_id"))));
                        after = page.size() < ROUND_MAX ? START : page.getLast();
                        return transaction.query(
                                LOOK_EARLIER,
                                Tuple.tuple()
                                        .addArrayOfUUID(page.stream()
                                                .map(EndpointKey::workspace)
                                                .toArray(UUID[]::new))
                                        .addArrayOfUUID(page.stream()
                                                .map(EndpointKey::endpoint)
                                                .toArray(UUID[]::new)));
                    });
        });
    }

    private Future<Void> lanes() {
        return database.transaction(RowSecurityContext.NONE, clock.instant().plus(TIME_MAX), transaction -> {
                    TransactionSettings.taking(transaction);
                    return transaction.query(STALE_LANES, Tuple.of(ROUND_MAX)).compose(rows -> {
                        List<LaneRows.Lane> stale = new ArrayList<>();
                        rows.forEach(row -> stale.add(new LaneRows.Lane(
                                row.getUUID("workspace_id"),
                                row.getUUID("endpoint_id"),
                                row.getString("resource"),
                                row.getUUID("head"))));
                        return LaneRows.advance(transaction, stale, ids.next(), limits.lease());
                    });
                })
                .onSuccess(queues::next)
                .mapEmpty();
    }
}
