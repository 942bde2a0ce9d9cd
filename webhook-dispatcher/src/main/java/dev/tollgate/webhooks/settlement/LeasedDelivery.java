package dev.tollgate.webhooks.settlement;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
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
        Buffer body) {

    /** Primary key of a delivery's row. */
    public record Key(UUID workspace, UUID event, UUID endpoint, UUID round) {

        /** The round of an event's own delivery. */
        public static final UUID NATURAL = new UUID(0, 0);
    }

    /** Columns returned by statements that lease rows: {@code d} is the delivery, {@code e} its event. */
    public static final String COLUMNS = """
            d.workspace_id, d.event_id, d.endpoint_id, d.round, d.id, d.tenant_id, d.event_type, d.request_id, d.trigger,
            d.attempt_count, d.lane, d.lease_token, e.body""";

    public static LeasedDelivery of(Row row, long leaseEndsNanos) {
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
                row.getBuffer("body"));
    }
}
