package dev.tollgate.webhooks.backlog;

import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Deliveries that are not settled, counted in the table up to a bound. */
public final class BacklogRows {

    /** By endpoint of a workspace. */
    static final String BY_ENDPOINT = """
            SELECT e.id, (SELECT count(*)
                            FROM (SELECT FROM webhooks.delivery d
                                   WHERE d.endpoint_id = e.id AND d.settled_at IS NULL
                                   LIMIT $2) AS w) AS waiting
              FROM webhooks.endpoint e
             WHERE e.workspace_id = $1 AND e.status <> 'archived'
            """;

    private static final String OF_ENDPOINT = """
            SELECT (SELECT count(*)
                      FROM (SELECT FROM webhooks.delivery d
                             WHERE d.endpoint_id = $1 AND d.settled_at IS NULL
                               AND COALESCE(d.leased_until, d.next_attempt_at) <= now() + interval '1 minute'
                             LIMIT $2) AS s) AS soon,
                   (SELECT count(*)
                      FROM (SELECT FROM webhooks.delivery d
                             WHERE d.endpoint_id = $1 AND d.settled_at IS NULL
                             LIMIT $3) AS w) AS waiting
            """;

    private static final String AT_ENDPOINT = """
            SELECT count(*) AS waiting
              FROM (SELECT FROM webhooks.delivery d
                     WHERE d.endpoint_id = $1 AND d.settled_at IS NULL
                     LIMIT $2) AS w
            """;

    private BacklogRows() {}

    /**
     * Whether fewer than {@code soonMax} are due at an endpoint within a minute, and fewer than {@code waitingMax} wait
     * in all: retries that are due later, and what waits for them in a lane, leave room for others.
     */
    public static Future<Boolean> fewer(Transaction transaction, UUID endpoint, int soonMax, int waitingMax) {
        return transaction
                .query(OF_ENDPOINT, Tuple.of(endpoint, soonMax, waitingMax))
                .map(rows -> rows.iterator().next())
                .map(row -> row.getLong("soon") < soonMax && row.getLong("waiting") < waitingMax);
    }

    static Future<Long> atEndpoint(Transaction transaction, UUID endpoint, int most) {
        return transaction
                .query(AT_ENDPOINT, Tuple.of(endpoint, most))
                .map(rows -> rows.iterator().next().getLong("waiting"));
    }

    static Future<Map<UUID, Long>> byEndpoint(Transaction transaction, UUID workspace, int most) {
        return transaction.query(BY_ENDPOINT, Tuple.of(workspace, most)).map(rows -> {
            Map<UUID, Long> waiting = new HashMap<>();
            rows.forEach(row -> waiting.put(row.getUUID("id"), row.getLong("waiting")));
            return waiting;
        });
    }
}
