package dev.tollgate.billing.payment;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.FirstRow;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.TimeColumn;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checkouts and payments in PostgreSQL. */
final class CheckoutRows {

    /** Refresh interval of a checkout that may still be paid. */
    static final Duration WAITING_CHECKED_EVERY = Duration.ofHours(1);

    /** Interval of checks of a paid checkout: the message of a refund or a dispute may have been lost. */
    static final Duration PAID_CHECKED_EVERY = Duration.ofDays(1);

    /** Time after the payment for which it is checked: cards can be disputed for about four months. */
    static final Duration PAID_CHECKED_FOR = Duration.ofDays(150);

    private static final String SELECT = """
            SELECT c.tenant_id, c.id, c.session_id, c.url, c.amount_micros, c.status, c.expires_at, c.created_by,
                   c.created_at, c.paid_at, c.checked_at, c.version,
                   p.payment_id, p.amount_micros AS paid_micros, p.taken_back_micros, p.shortfall_micros
              FROM billing.checkout c
              LEFT JOIN billing.payment p ON p.tenant_id = c.tenant_id AND p.checkout_id = c.id
             WHERE c.tenant_id = $1
            """;

    private static final String FIND = SELECT + " AND c.id = $2";

    private static final String PAGE = SELECT + """
               AND ($2::uuid IS NULL OR c.id < $2)
             ORDER BY c.id DESC
             LIMIT $3
            """;

    private static final String OPEN = """
            SELECT count(*) AS open FROM billing.checkout
             WHERE tenant_id = $1 AND status = 'open' AND expires_at > $2
            """;

    private static final String LOCK = "SELECT FROM billing.checkout WHERE tenant_id = $1 AND id = $2 FOR UPDATE";

    private static final String ADD = """
            INSERT INTO billing.checkout (
                   tenant_id, id, session_id, url, amount_micros, status, expires_at, created_by, created_at,
                   checked_at, next_check_at, version)
            SELECT $1, $2, $3, $4, $5, 'open', $6, $7, $8, $8, $9, 1
             WHERE (SELECT count(*) FROM billing.checkout
                     WHERE tenant_id = $1 AND status = 'open' AND expires_at > $8) < $10
            RETURNING id
            """;

    private static final String UPDATE = """
            UPDATE billing.checkout
               SET status = $3, paid_at = COALESCE(paid_at, $4), checked_at = $5, next_check_at = $6,
                   version = version + 1
             WHERE tenant_id = $1 AND id = $2
            """;

    private static final String CHECKED = """
            UPDATE billing.checkout SET checked_at = $3, next_check_at = $4
             WHERE tenant_id = $1 AND id = $2 AND version = $5
            """;

    /** Rows that another reader has taken meanwhile are not taken. */
    private static final String TAKE_READ = """
            UPDATE billing.checkout SET checked_at = $3
             WHERE tenant_id = $1 AND id = $2 AND checked_at <= $4 AND status IN ('open', 'processing')
            """;

    private static final String PAY = """
            INSERT INTO billing.payment (payment_id, tenant_id, checkout_id, amount_micros, created_at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT DO NOTHING
            RETURNING payment_id
            """;

    private static final String REVERSE = """
            UPDATE billing.payment
               SET taken_back_micros = taken_back_micros + $3, shortfall_micros = shortfall_micros + $4
             WHERE tenant_id = $1 AND checkout_id = $2
            """;

    private static final String TAKE_DUE = "SELECT tenant_id, id FROM billing.take_due_checkouts($1, $2, $3)";

    private CheckoutRows() {}

    static Future<Optional<CheckoutRow>> find(Database database, TenantId tenant, CheckoutId id) {
        return database.read(RowSecurityContext.of(tenant), FIND, Tuple.of(tenant.value(), id.value()))
                .map(CheckoutRows::first);
    }

    /** Newest first, before this one; null for the first page. */
    static Future<List<CheckoutRow>> page(Database database, TenantId tenant, @Nullable UUID before, int most) {
        return database.read(RowSecurityContext.of(tenant), PAGE, Tuple.of(tenant.value(), before, most))
                .map(rows -> {
                    var page = new ArrayList<CheckoutRow>();
                    rows.forEach(row -> page.add(CheckoutRow.of(row)));
                    return page;
                });
    }

    /** The number of the tenant's checkouts that can still be paid. */
    static Future<Long> open(Database database, TenantId tenant, Instant now) {
        return database.read(RowSecurityContext.of(tenant), OPEN, Tuple.of(tenant.value(), TimeColumn.argument(now)))
                .map(rows -> rows.iterator().next().getLong("open"));
    }

    /** The checkout with its payment, locked until the transaction ends. */
    static Future<Optional<CheckoutRow>> lock(Transaction transaction, TenantId tenant, CheckoutId id) {
        var key = Tuple.of(tenant.value(), id.value());
        var locked = transaction.query(LOCK, key);
        var found = transaction.query(FIND, key);
        return locked.compose(_ -> found).map(CheckoutRows::first);
    }

    /** False where as many as that can be paid. Checkouts of one tenant are added one at a time. */
    static Future<Boolean> add(Transaction transaction, CheckoutRow row, int openMax) {
        var alone = transaction.lock("billing.checkout " + row.tenant().value());
        var added = transaction.query(
                ADD,
                Tuple.of(
                        row.tenant().value(),
                        row.id().value(),
                        row.sessionId(),
                        row.url(),
                        row.amountMicros(),
                        TimeColumn.argument(row.expiresAt()),
                        row.createdBy(),
                        TimeColumn.argument(row.createdAt()),
                        TimeColumn.argument(row.createdAt().plus(WAITING_CHECKED_EVERY)),
                        (long) openMax));
        return alone.compose(_ -> added).map(rows -> rows.size() > 0);
    }

    static Future<Void> update(Transaction transaction, CheckoutRow row, CheckoutStatus status, Instant now) {
        var paidAt = status == CheckoutStatus.PAID ? (row.paidAt() == null ? now : row.paidAt()) : null;
        return transaction
                .query(
                        UPDATE,
                        Tuple.of(
                                row.tenant().value(),
                                row.id().value(),
                                status.text(),
                                TimeColumn.argument(paidAt),
                                TimeColumn.argument(now),
                                TimeColumn.argument(nextCheck(status, paidAt, now))))
                .mapEmpty();
    }

    /**
     * Records that Stripe reported no change of the row as it was read.
     *
     * @param next time of the next refresh; null for never
     */
    static Future<Void> checked(Transaction transaction, CheckoutRow row, Instant now, @Nullable Instant next) {
        return transaction
                .query(
                        CHECKED,
                        Tuple.of(
                                row.tenant().value(),
                                row.id().value(),
                                TimeColumn.argument(now),
                                TimeColumn.argument(next),
                                row.version()))
                .mapEmpty();
    }

    /** Takes the next look of readers at Stripe; false where another has taken it since that time. */
    static Future<Boolean> takeRead(Transaction transaction, CheckoutRow row, Instant now, Instant before) {
        return transaction
                .query(
                        TAKE_READ,
                        Tuple.of(
                                row.tenant().value(),
                                row.id().value(),
                                TimeColumn.argument(now),
                                TimeColumn.argument(before)))
                .map(rows -> rows.rowCount() > 0);
    }

    /** False where this payment, or this checkout, is booked already. */
    static Future<Boolean> pay(
            Transaction transaction, CheckoutRow row, CheckoutComparison.Outdated found, Instant now) {
        return transaction
                .query(
                        PAY,
                        Tuple.of(
                                found.paymentId(),
                                row.tenant().value(),
                                row.id().value(),
                                found.paidMicros(),
                                TimeColumn.argument(now)))
                .map(rows -> rows.size() > 0);
    }

    static Future<Void> reverse(Transaction transaction, CheckoutRow row, long taken, long shortfall) {
        return transaction
                .query(REVERSE, Tuple.of(row.tenant().value(), row.id().value(), taken, shortfall))
                .mapEmpty();
    }

    /** Takes checkouts of all tenants that are due, for an hour. */
    static Future<List<Due>> takeDue(Transaction transaction, Instant now, int most) {
        return transaction
                .query(
                        TAKE_DUE,
                        Tuple.of(TimeColumn.argument(now), TimeColumn.argument(now.plus(WAITING_CHECKED_EVERY)), most))
                .map(rows -> {
                    var due = new ArrayList<Due>();
                    rows.forEach(row -> due.add(
                            new Due(new TenantId(row.getUUID("tenant_id")), new CheckoutId(row.getUUID("id")))));
                    return due;
                });
    }

    /** A checkout that Stripe is to be asked about. */
    record Due(TenantId tenant, CheckoutId id) {}

    static @Nullable Instant nextCheck(CheckoutStatus status, @Nullable Instant paidAt, Instant now) {
        return switch (status) {
            case OPEN, PROCESSING -> now.plus(WAITING_CHECKED_EVERY);
            case PAID ->
                paidAt != null && now.isBefore(paidAt.plus(PAID_CHECKED_FOR)) ? now.plus(PAID_CHECKED_EVERY) : null;
            case EXPIRED, FAILED -> null;
        };
    }

    private static Optional<CheckoutRow> first(RowSet<Row> rows) {
        return FirstRow.of(rows, CheckoutRow::of);
    }
}
