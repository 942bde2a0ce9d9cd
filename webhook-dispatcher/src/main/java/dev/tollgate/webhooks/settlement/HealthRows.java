package dev.tollgate.webhooks.settlement;

import static dev.tollgate.webhooks.settlement.DeliveryRows.array;

import dev.tollgate.runtime.postgres.FirstRow;
import dev.tollgate.runtime.postgres.TimeColumn;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The health of endpoints, in the table: what dispatchers share and what outlives them. */
final class HealthRows {

    private static final String UPDATE = """
            WITH t AS (
                SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bool[], $4::int[], $5::timestamptz[],
                                     $6::timestamptz[], $7::timestamptz[])
                    AS u (workspace_id, endpoint_id, success, failures, first_failure, last_success, last_failure)),
            was AS (
                SELECT s.*, t.success, t.failures, t.first_failure, t.last_success, t.last_failure,
                       CASE WHEN t.success THEN t.failures ELSE s.failed_attempts + t.failures END AS failed_now
                  FROM webhooks.endpoint_state s JOIN t USING (workspace_id, endpoint_id)
                 WHERE s.workspace_id = ANY ($1) AND s.endpoint_id = ANY ($2)
                 ORDER BY s.workspace_id, s.endpoint_id
                   FOR UPDATE OF s)
            UPDATE webhooks.endpoint_state AS s
               SET failing_since = CASE WHEN was.success THEN was.first_failure
                                        ELSE COALESCE(was.failing_since, was.first_failure) END,
                   failed_attempts = was.failed_now,
                   last_success_at = COALESCE(was.last_success, s.last_success_at),
                   last_failure_at = COALESCE(was.last_failure, s.last_failure_at),
                   told_failing = was.failures > 0 AND (was.told_failing OR was.failed_now >= $8),
                   breaker_until = CASE WHEN was.failures > 0 AND was.failed_now >= $8
                                        THEN now() + make_interval(secs => $9) END,
                   next_due = CASE WHEN was.failures > 0 AND was.failed_now >= $8
                                   THEN now() + make_interval(secs => $9)
                                   WHEN was.breaker_until IS NOT NULL THEN now()
                                   ELSE s.next_due END
              FROM was
             WHERE s.workspace_id = was.workspace_id AND s.endpoint_id = was.endpoint_id
               AND s.workspace_id = ANY ($1) AND s.endpoint_id = ANY ($2)
            RETURNING s.workspace_id, s.endpoint_id, s.tenant_id, s.failing_since, s.failed_attempts, s.stopped_at,
                      s.breaker_until IS NOT NULL AS broken, was.breaker_until IS NOT NULL AS was_broken,
                      s.told_failing, was.told_failing AS was_told
            """;

    private static final String DISABLE = """
            WITH was AS (
                SELECT status, status_reason, version FROM webhooks.endpoint
                 WHERE workspace_id = $1 AND id = $2 AND status IN ('active', 'paused')
                   FOR UPDATE)
            UPDATE webhooks.endpoint AS e
               SET status = 'disabled', status_reason = $3, updated_at = now(), version = e.version + 1,
                   source = 'system', last_actor = 'webhook-dispatcher'
              FROM was
             WHERE e.workspace_id = $1 AND e.id = $2
            RETURNING e.name, e.url, e.status, e.status_reason, e.version,
                      was.status AS was_status, was.status_reason AS was_reason, was.version AS was_version
            """;

    private static final String FIND =
            "SELECT name, url, status, status_reason, version FROM webhooks.endpoint WHERE workspace_id = $1 AND id = $2";

    /**
     * The health of an endpoint after this transaction.
     *
     * @param stopped whether nothing is sent to it for a reason of ours: its module is off, or its account cannot pay
     * @param failing whether its failures were told by an event, and no success came since
     */
    record EndpointHealth(
            UUID workspace,
            UUID endpoint,
            UUID tenant,
            @Nullable Instant failingSince,
            int failedAttempts,
            boolean stopped,
            boolean breakerOpen,
            boolean breakerWasOpen,
            boolean failing,
            boolean wasFailing) {

        private static EndpointHealth of(Row row) {
            return new EndpointHealth(
                    row.getUUID("workspace_id"),
                    row.getUUID("endpoint_id"),
                    row.getUUID("tenant_id"),
                    TimeColumn.read(row, "failing_since"),
                    row.getInteger("failed_attempts"),
                    row.getOffsetDateTime("stopped_at") != null,
                    row.getBoolean("broken"),
                    row.getBoolean("was_broken"),
                    row.getBoolean("told_failing"),
                    row.getBoolean("was_told"));
        }
    }

    private HealthRows() {}

    static Future<List<EndpointHealth>> update(
            Transaction transaction, Collection<EndpointResults> results, DeliveryLimits limits) {
        var arguments = Tuple.tuple()
                .addArrayOfUUID(array(results, result -> result.workspace, UUID[]::new))
                .addArrayOfUUID(array(results, result -> result.endpoint, UUID[]::new))
                .addArrayOfBoolean(array(results, result -> result.success, Boolean[]::new))
                .addArrayOfInteger(array(results, result -> result.failures, Integer[]::new))
                .addArrayOfOffsetDateTime(
                        array(results, result -> TimeColumn.argument(result.firstFailure), OffsetDateTime[]::new))
                .addArrayOfOffsetDateTime(
                        array(results, result -> TimeColumn.argument(result.lastSuccess), OffsetDateTime[]::new))
                .addArrayOfOffsetDateTime(
                        array(results, result -> TimeColumn.argument(result.lastFailure), OffsetDateTime[]::new))
                .addInteger(DeliveryLimits.BREAKER_FAILURES)
                .addDouble(limits.probeEvery().toNanos() / 1e9);
        return transaction.query(UPDATE, arguments).map(rows -> {
            List<EndpointHealth> health = new ArrayList<>(rows.size());
            rows.forEach(row -> health.add(EndpointHealth.of(row)));
            return health;
        });
    }

    /** Returns the endpoint's current state, or nothing if it must no longer be disabled. */
    static Future<@Nullable Row> disable(Transaction transaction, UUID workspace, UUID endpoint, String reason) {
        return transaction.query(DISABLE, Tuple.of(workspace, endpoint, reason)).map(HealthRows::first);
    }

    static Future<@Nullable Row> find(Transaction transaction, UUID workspace, UUID endpoint) {
        return transaction.query(FIND, Tuple.of(workspace, endpoint)).map(HealthRows::first);
    }

    private static @Nullable Row first(RowSet<Row> rows) {
        return FirstRow.of(rows, row -> row).orElse(null);
    }
}
