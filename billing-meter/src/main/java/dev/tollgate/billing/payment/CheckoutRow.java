package dev.tollgate.billing.payment;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.runtime.postgres.TimeColumn;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A checkout in PostgreSQL, with its payment.
 *
 * @param checkedAt when it was last refreshed from Stripe
 * @param payment null while it has not become a top-up
 */
record CheckoutRow(
        TenantId tenant,
        CheckoutId id,
        String sessionId,
        String url,
        long amountMicros,
        CheckoutStatus status,
        Instant expiresAt,
        String createdBy,
        Instant createdAt,
        @Nullable Instant paidAt,
        Instant checkedAt,
        long version,
        @Nullable Payment payment) {

    /** Money that was booked, and its refunds. */
    record Payment(String id, long amountMicros, long takenBackMicros, long shortfallMicros) {

        /** The part of the reversed amount that is settled. */
        long settledMicros() {
            return takenBackMicros + shortfallMicros;
        }
    }

    static CheckoutRow of(Row row) {
        return new CheckoutRow(
                new TenantId(row.getUUID("tenant_id")),
                new CheckoutId(row.getUUID("id")),
                row.getString("session_id"),
                row.getString("url"),
                row.getLong("amount_micros"),
                CheckoutStatus.of(row.getString("status")),
                row.getOffsetDateTime("expires_at").toInstant(),
                row.getString("created_by"),
                row.getOffsetDateTime("created_at").toInstant(),
                TimeColumn.read(row, "paid_at"),
                row.getOffsetDateTime("checked_at").toInstant(),
                row.getLong("version"),
                payment(row));
    }

    private static @Nullable Payment payment(Row row) {
        String id = row.getString("payment_id");
        return id == null
                ? null
                : new Payment(
                        id,
                        row.getLong("paid_micros"),
                        row.getLong("taken_back_micros"),
                        row.getLong("shortfall_micros"));
    }

    /** Whether its page takes no payment any more. */
    boolean pageEnded(Instant now) {
        return !now.isBefore(expiresAt);
    }

    Checkout shown() {
        return new Checkout(
                id,
                tenant,
                amountMicros,
                status,
                status == CheckoutStatus.OPEN ? url : null,
                expiresAt,
                payment == null ? null : payment.amountMicros(),
                paidAt,
                payment == null ? null : id.topUp(),
                payment == null ? 0 : payment.takenBackMicros(),
                payment == null ? 0 : payment.shortfallMicros(),
                createdBy,
                createdAt,
                version,
                null);
    }
}
