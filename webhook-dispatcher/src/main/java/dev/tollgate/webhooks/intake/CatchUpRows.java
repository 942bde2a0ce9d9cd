package dev.tollgate.webhooks.intake;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.settlement.LeasedDelivery;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Endpoints that catch up, and the events that they may lack, in the table. */
final class CatchUpRows {

    /**
     * One endpoint of a tenant at a time, that of the tenant first whose last step is the longest ago. One that is held
     * back by its module, account or breaker goes on once a delivery that waits has ended that; it is looked at
     * nevertheless now and then, since there may be none. One that was archived lacks nothing any more.
     */
    private static final String CLAIM = """
            WITH behind AS MATERIALIZED (
                SELECT DISTINCT ON (b.tenant_id) b.workspace_id, b.endpoint_id, h.held,
                       e.status = 'archived' AS gone,
                       (SELECT max(t.caught_up_at) FROM webhooks.endpoint_backlog t WHERE t.tenant_id = b.tenant_id)
                           AS last_step
                  FROM webhooks.endpoint_backlog b
                  JOIN webhooks.endpoint e ON e.workspace_id = b.workspace_id AND e.id = b.endpoint_id
                  JOIN webhooks.endpoint_state s ON s.workspace_id = b.workspace_id AND s.endpoint_id = b.endpoint_id
                 CROSS JOIN LATERAL (
                       SELECT NOT s.module_on OR s.account_paused OR s.breaker_until IS NOT NULL AS held) AS h
                 WHERE b.skipped_from IS NOT NULL AND b.catch_up_at <= now() AND e.status IN ('active', 'archived')
                   AND (e.status = 'archived' OR NOT h.held OR b.caught_up_at < now() - interval '10 minutes')
                 ORDER BY b.tenant_id, b.caught_up_at)
            SELECT b.workspace_id, b.endpoint_id, b.skipped_from, behind.held, behind.gone
              FROM behind
              JOIN webhooks.endpoint_backlog b
                   ON b.workspace_id = behind.workspace_id AND b.endpoint_id = behind.endpoint_id
             WHERE b.skipped_from IS NOT NULL AND b.catch_up_at <= now()
               AND behind.last_step <= now() - $1::bigint * interval '1 millisecond'
             ORDER BY behind.last_step
             LIMIT 1
               FOR NO KEY UPDATE OF b SKIP LOCKED
            """;

    /**
     * In the order of the primary key, so that no plan reads deliveries of other events. A test event has one delivery.
     */
    private static final String EVENTS = """
            SELECT e.id, e.tenant_id, e.type, e.made_at, e.request_id, e.resource_type, e.resource_id, e.version,
                   (SELECT t.round = t.id FROM webhooks.delivery t
                     WHERE t.event_id = e.id AND t.workspace_id = $1
                     ORDER BY t.endpoint_id, t.round
                     LIMIT 1) IS NOT TRUE
                   AND NOT COALESCE((SELECT true FROM webhooks.delivery d
                                      WHERE d.event_id = e.id AND d.endpoint_id = $2 AND d.round = $3
                                      LIMIT 1), false) AS missing
              FROM webhooks.event e
             WHERE e.workspace_id = $1 AND e.id >= $4
             ORDER BY e.id
             LIMIT $5
            """;

    private static final String MOVE = """
            UPDATE webhooks.endpoint_backlog
               SET skipped_from = $3, caught_up_at = now(),
                   catch_up_at = now() + $4::bigint * interval '1 millisecond'
             WHERE workspace_id = $1 AND endpoint_id = $2
            """;

    private static final String PUT_OFF = """
            UPDATE webhooks.endpoint_backlog
               SET caught_up_at = now(), catch_up_at = now() + $3::bigint * interval '1 millisecond'
             WHERE workspace_id = $1 AND endpoint_id = $2 AND skipped_from IS NOT NULL
            """;

    /**
     * An endpoint that catches up; locked.
     *
     * @param skippedFrom the first event whose delivery may be missing
     * @param held whether its module, account or breaker held it back when it last tried
     * @param gone whether it was archived
     */
    record Behind(WorkspaceId workspace, UUID endpoint, UUID skippedFrom, boolean held, boolean gone) {}

    /** An event that was stored without its data, and whether its delivery is missing. */
    record Looked(IncomingEvent event, boolean missing) {}

    private CatchUpRows() {}

    static Future<Optional<Behind>> next(Transaction transaction, Duration pause) {
        return transaction.query(CLAIM, Tuple.of(pause.toMillis())).map(rows -> {
            var claimed = rows.iterator();
            return claimed.hasNext() ? Optional.of(behind(claimed.next())) : Optional.empty();
        });
    }

    static Future<List<Looked>> events(Transaction transaction, Behind behind, int most) {
        return transaction
                .query(
                        EVENTS,
                        Tuple.of(
                                behind.workspace().value(),
                                behind.endpoint(),
                                LeasedDelivery.Key.NATURAL,
                                behind.skippedFrom(),
                                most))
                .map(rows -> {
                    List<Looked> events = new ArrayList<>(rows.size());
                    rows.forEach(row -> events.add(new Looked(event(behind, row), row.getBoolean("missing"))));
                    return events;
                });
    }

    /**
     * What is missing now starts at this event, or nothing is; the next step is after the pause. Only in the
     * transaction that has locked the row: intake lowers where it starts.
     */
    static Future<Void> move(Transaction transaction, Behind behind, @Nullable UUID skippedFrom, Duration pause) {
        return transaction
                .query(
                        MOVE,
                        Tuple.of(behind.workspace().value(), behind.endpoint())
                                .addUUID(skippedFrom)
                                .addLong(pause.toMillis()))
                .mapEmpty();
    }

    /** The next step is after the pause; what is missing stays as it is. */
    static Future<Void> putOff(Transaction transaction, Behind behind, Duration pause) {
        return transaction
                .query(
                        PUT_OFF,
                        Tuple.of(behind.workspace().value(), behind.endpoint()).addLong(pause.toMillis()))
                .mapEmpty();
    }

    private static Behind behind(Row row) {
        return new Behind(
                new WorkspaceId(row.getUUID("workspace_id")),
                row.getUUID("endpoint_id"),
                row.getUUID("skipped_from"),
                row.getBoolean("held"),
                row.getBoolean("gone"));
    }

    private static IncomingEvent event(Behind behind, Row row) {
        var request = row.getUUID("request_id");
        return new IncomingEvent(
                row.getUUID("id"),
                row.getString("type"),
                row.getOffsetDateTime("made_at").toInstant(),
                new TenantId(row.getUUID("tenant_id")),
                behind.workspace(),
                request == null ? null : new RequestId(request),
                row.getString("resource_type"),
                row.getString("resource_id"),
                row.getLong("version"),
                Buffer.buffer());
    }
}
