package dev.tollgate.webhooks.settlement;

import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;

/** Endpoints whose account cannot pay wait together, and go on one after the other once it can. */
public final class AccountPauseRows {

    /** Interval between resumed endpoints: a topped-up account must not get all waiting attempts at once. */
    static final Duration APART = Duration.ofMillis(20);

    /**
     * Pauses endpoints that are not paused yet, and puts off those whose probe is near: the one that was refused speaks
     * for all. Others are not written, nor locked: every batch of a tenant that cannot pay comes here.
     */
    private static final String PAUSE = """
            UPDATE webhooks.endpoint_state AS s
               SET account_paused = true, stopped_at = COALESCE(s.stopped_at, now()),
                   next_due = now() + make_interval(secs => $2)
              FROM (SELECT workspace_id, endpoint_id FROM webhooks.endpoint_state
                     WHERE tenant_id = ANY ($1)
                       AND (NOT account_paused OR next_due < now() + make_interval(secs => $2 / 2))
                     ORDER BY workspace_id, endpoint_id FOR UPDATE) AS t
             WHERE s.workspace_id = t.workspace_id AND s.endpoint_id = t.endpoint_id AND s.tenant_id = ANY ($1)
            """;

    private static final String LOCK_PAUSED = """
            SELECT workspace_id, endpoint_id FROM webhooks.endpoint_state
             WHERE tenant_id = ANY ($1) AND account_paused
             ORDER BY workspace_id, endpoint_id
               FOR UPDATE
            """;

    /** Those that are locked: behind the locks, or it could go by the state of an endpoint from before the wait. */
    private static final String RESUME = """
            UPDATE webhooks.endpoint_state AS s
               SET account_paused = false,
                   failing_since = CASE WHEN t.active AND s.module_on
                                        THEN s.failing_since + (now() - COALESCE(s.stopped_at, now()))
                                        ELSE s.failing_since END,
                   stopped_at = CASE WHEN t.active AND s.module_on THEN NULL ELSE s.stopped_at END,
                   next_due = now() + make_interval(secs => $3 * (t.place - 1))
              FROM (SELECT l.workspace_id, l.endpoint_id, l.place, e.status = 'active' AS active
                      FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS l (workspace_id, endpoint_id, place)
                      JOIN webhooks.endpoint e ON e.workspace_id = l.workspace_id AND e.id = l.endpoint_id) AS t
             WHERE s.workspace_id = t.workspace_id AND s.endpoint_id = t.endpoint_id
               AND s.workspace_id = ANY ($1) AND s.endpoint_id = ANY ($2)
            """;

    private AccountPauseRows() {}

    static Future<RowSet<Row>> pause(Transaction transaction, Collection<UUID> tenants, Duration probeEvery) {
        return transaction.query(
                PAUSE,
                Tuple.tuple().addArrayOfUUID(tenants.toArray(UUID[]::new)).addDouble(probeEvery.toNanos() / 1e9));
    }

    /** Gives how many endpoints go on. */
    public static Future<Integer> resume(Transaction transaction, Collection<UUID> tenants) {
        return transaction
                .query(LOCK_PAUSED, Tuple.tuple().addArrayOfUUID(tenants.toArray(UUID[]::new)))
                .compose(locked -> locked.size() == 0 ? Future.succeededFuture(0) : resume(transaction, locked));
    }

    private static Future<Integer> resume(Transaction transaction, RowSet<Row> locked) {
        var endpoints = Tuple.tuple()
                .addArrayOfUUID(column(locked, "workspace_id"))
                .addArrayOfUUID(column(locked, "endpoint_id"))
                .addDouble(APART.toNanos() / 1e9);
        return transaction.query(RESUME, endpoints).map(locked.size());
    }

    private static UUID[] column(RowSet<Row> rows, String name) {
        return rows.stream().map(row -> row.getUUID(name)).toArray(UUID[]::new);
    }
}
