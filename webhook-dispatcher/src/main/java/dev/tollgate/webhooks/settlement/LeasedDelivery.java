package dev.tollgate.webhooks.settlement;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that belongs to this process for a while.
 *
 * @param key the row
 * @param requestId the call that made the event
 * @param attempts made so far
 * @param lane the resource whose order is kept; null where none is
 * @param token of the lease
 * @param leaseEndsNanos by {@link System#nanoTime()}, not later than the lease ends by the database's clock
 * @param lost leases in a row that ended without a word of their process, if the last one did; else 0
 * @param body empty once its attempt has ended
 */
public record LeasedDelivery(
        Key key,
        UUID id,
        UUID tenant,
        String eventType,
        @Nullable UUID requestId,
        String trigger,
        int attempts,
        @Nullable String lane,
        UUID token,
        long leaseEndsNanos,
        int lost,
        Buffer body) {

    private static final Buffer NO_BODY = Buffer.buffer();

    /** Primary key of a delivery's row. */
    public record Key(UUID workspace, UUID event, UUID endpoint, UUID round) {

        /** The round of an event's own delivery. */
        public static final UUID NATURAL = new UUID(0, 0);
    }

    /**
     * Columns returned by statements that lease rows: {@code d} is the delivery, {@code b} says whether its lease had
     * ended by itself, and has the body of its event, in one row of each event.
     */
    public static final String COLUMNS = """
            d.workspace_id, d.event_id, d.endpoint_id, d.round, d.id, d.tenant_id, d.event_type, d.request_id, d.trigger,
            d.attempt_count, d.lane, d.lease_token, CASE WHEN b.expired THEN d.lost ELSE 0 END AS lost, b.body""";

    /** Those of one event share its body; without one if none of their rows has it. */
    public static List<LeasedDelivery> all(RowSet<Row> rows, long leaseEndsNanos) {
        Map<UUID, Buffer> bodies = new HashMap<>();
        for (var row : rows) {
            var body = row.getBuffer("body");
            if (body != null) {
                bodies.put(row.getUUID("event_id"), body);
            }
        }
        List<LeasedDelivery> all = new ArrayList<>(rows.size());
        for (var row : rows) {
            all.add(of(row, leaseEndsNanos, bodies.getOrDefault(row.getUUID("event_id"), NO_BODY)));
        }
        return all;
    }

    /** What is kept of a delivery until its attempt is settled. */
    LeasedDelivery withoutBody() {
        return new LeasedDelivery(
                key, id, tenant, eventType, requestId, trigger, attempts, lane, token, leaseEndsNanos, lost, NO_BODY);
    }

    public boolean hasBody() {
        return body.length() > 0;
    }

    private static LeasedDelivery of(Row row, long leaseEndsNanos, Buffer body) {
        return new LeasedDelivery(
                new Key(
                        row.getUUID("workspace_id"),
                        row.getUUID("event_id"),
                        row.getUUID("endpoint_id"),
                        row.getUUID("round")),
                row.getUUID("id"),
                row.getUUID("tenant_id"),
                row.getString("event_type"),
                row.getUUID("request_id"),
                row.getString("trigger"),
                row.getInteger("attempt_count"),
                row.getString("lane"),
                row.getUUID("lease_token"),
                leaseEndsNanos,
                row.getInteger("lost"),
                body);
    }
}
