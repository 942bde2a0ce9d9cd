package dev.tollgate.records.event;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.SqlStatement;
import dev.tollgate.runtime.postgres.TimeColumn;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A webhook delivery of an event that one request made, as the dispatcher has it: nothing yet may mean it is on its
 * way.
 *
 * @param status as deliveries are listed with
 */
public record DeliveryOfRequest(
        UUID id,
        UUID webhookId,
        UUID eventId,
        String eventType,
        String status,
        int attemptCount,
        @Nullable Instant nextAttemptAt) {

    /** The most that are read. */
    public static final int DELIVERIES_MAX = 100;

    private static final String OF_REQUEST = """
            SELECT d.id, d.endpoint_id, d.event_id, d.event_type, d.status, d.attempt_count, d.next_attempt_at
              FROM webhooks.event e
              JOIN webhooks.delivery_shown d ON d.workspace_id = e.workspace_id AND d.event_id = e.id
             WHERE e.workspace_id = $1 AND e.request_id = $2
               AND e.id >= webhooks.least_id($3) AND e.id < webhooks.least_id($4)
             ORDER BY d.id
             LIMIT $5
            """;

    private static final Duration BEFORE = Duration.ofSeconds(1);
    private static final Duration AFTER = Duration.ofHours(1);

    /** The look-up, to be read in the session of the caller: row-level security keeps it to what the caller may see. */
    public static SqlStatement ofRequest(WorkspaceId workspace, RequestId request) {
        // An event's id is made within the call, so it lies close behind the request's.
        var made = IdSource.time(request.value()).atOffset(ZoneOffset.UTC);
        return new SqlStatement(
                OF_REQUEST,
                Tuple.of(workspace.value(), request.value())
                        .addOffsetDateTime(made.minus(BEFORE))
                        .addOffsetDateTime(made.plus(AFTER))
                        .addInteger(DELIVERIES_MAX));
    }

    /** Reads the rows of the look-up. */
    public static List<DeliveryOfRequest> of(RowSet<Row> rows) {
        List<DeliveryOfRequest> deliveries = new ArrayList<>(rows.size());
        for (var row : rows) {
            deliveries.add(new DeliveryOfRequest(
                    row.getUUID("id"),
                    row.getUUID("endpoint_id"),
                    row.getUUID("event_id"),
                    row.getString("event_type"),
                    row.getString("status"),
                    row.getInteger("attempt_count"),
                    TimeColumn.read(row, "next_attempt_at")));
        }
        return deliveries;
    }
}
