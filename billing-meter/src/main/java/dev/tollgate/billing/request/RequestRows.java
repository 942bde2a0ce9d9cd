package dev.tollgate.billing.request;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.runtime.postgres.FirstRow;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Requests of one kind in PostgreSQL. */
final class RequestRows {

    static final String COLUMNS = "tenant_id, id, amount_micros, plan, note, status, requested_by, created_at,"
            + " decided_by, decided_at, reason, version";

    private static final String ADD = """
            INSERT INTO billing.change_request (
                   tenant_id, id, kind, amount_micros, plan, note, status, requested_by, created_at, version)
            SELECT $1, $2, $3, $4, $5, $6, 'pending', $7, $8, 1
             WHERE (SELECT count(*) FROM billing.change_request
                     WHERE tenant_id = $1 AND kind = $3 AND status = 'pending') < $9
            RETURNING\s""" + COLUMNS;

    private static final String LOCK = "SELECT " + COLUMNS
            + " FROM billing.change_request WHERE tenant_id = $1 AND id = $2 AND kind = $3 FOR UPDATE";

    private static final String DECIDE = """
            UPDATE billing.change_request
               SET status = $3, decided_by = $4, decided_at = $5, reason = $6, self_service = $7, version = version + 1
             WHERE tenant_id = $1 AND id = $2 AND status = 'pending'
            RETURNING\s""" + COLUMNS;

    private static final String CHOSEN_SINCE = """
            SELECT count(*) AS chosen FROM billing.change_request
             WHERE tenant_id = $1 AND kind = $2 AND self_service AND decided_at >= $3
            """;

    private final String kind;

    RequestRows(String kind) {
        this.kind = kind;
    }

    /** Content of a request. */
    record Wanted(
            UUID id,
            @Nullable Long amountMicros,
            @Nullable String plan,
            @Nullable String note,
            String requestedBy) {}

    /** The decision on a request. */
    record Decision(
            RequestStatus status, String by, @Nullable String reason, boolean selfService) {}

    /** Empty where as many as that are pending. Requests of one tenant are added one at a time. */
    Future<Optional<RequestRow>> add(
            Transaction transaction, TenantId tenant, Wanted wanted, int pendingMax, Instant now) {
        var alone = transaction.lock("billing.change_request " + kind + ' ' + tenant.value());
        var added = transaction.query(
                ADD,
                Tuple.of(
                        tenant.value(),
                        wanted.id(),
                        kind,
                        wanted.amountMicros(),
                        wanted.plan(),
                        wanted.note(),
                        wanted.requestedBy(),
                        now.atOffset(ZoneOffset.UTC),
                        (long) pendingMax));
        return alone.compose(_ -> added).map(RequestRows::first);
    }

    /** The request, locked until the transaction ends. */
    Future<Optional<RequestRow>> lock(Transaction transaction, TenantId tenant, UUID id) {
        return transaction.query(LOCK, Tuple.of(tenant.value(), id, kind)).map(RequestRows::first);
    }

    /** Decides a pending request that this transaction has locked or added. */
    Future<RequestRow> decide(Transaction transaction, RequestRow row, Decision decision, Instant now) {
        return transaction
                .query(
                        DECIDE,
                        Tuple.of(
                                row.tenant().value(),
                                row.id(),
                                decision.status().text(),
                                decision.by(),
                                now.atOffset(ZoneOffset.UTC),
                                decision.reason(),
                                decision.selfService()))
                .map(rows -> first(rows).orElseThrow(() -> new IllegalStateException("a decided request was decided")));
    }

    /** The number of self-service plan changes of the tenant since then. */
    Future<Long> chosenSince(Transaction transaction, TenantId tenant, Instant since) {
        return transaction
                .query(CHOSEN_SINCE, Tuple.of(tenant.value(), kind, since.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next().getLong("chosen"));
    }

    private static Optional<RequestRow> first(RowSet<Row> rows) {
        return FirstRow.of(rows, RequestRow::of);
    }
}
