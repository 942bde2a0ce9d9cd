package dev.tollgate.billing.request;

import dev.tollgate.billing.account.TopUpId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.runtime.postgres.TimeColumn;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of {@code billing.change_request}. */
record RequestRow(
        TenantId tenant,
        UUID id,
        @Nullable Long amountMicros,
        @Nullable String plan,
        @Nullable String note,
        RequestStatus status,
        String requestedBy,
        Instant createdAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String reason,
        long version) {

    static RequestRow of(Row row) {
        return new RequestRow(
                new TenantId(row.getUUID("tenant_id")),
                row.getUUID("id"),
                row.getLong("amount_micros"),
                row.getString("plan"),
                row.getString("note"),
                RequestStatus.of(row.getString("status")),
                row.getString("requested_by"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getString("decided_by"),
                TimeColumn.read(row, "decided_at"),
                row.getString("reason"),
                row.getLong("version"));
    }

    /** The top-up that confirming makes has the id of its request: there can be no second. */
    TopUpId topUp() {
        return new TopUpId(id);
    }
}
