package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.rating.OpenBucket;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.rating.Rating;
import dev.tollgate.runtime.postgres.TimeColumn;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Closes buckets of accounts, inside the meter's transaction: what is open in them is charged or given back. The caller
 * posts the returned entries and publishes after the commit.
 */
public final class AccountClosing {

    private static final String SET_SLICE_CLOSED = """
            INSERT INTO billing.slice AS s (slice, closed) VALUES ($1, $2)
            ON CONFLICT (slice) DO UPDATE SET closed = GREATEST(s.closed, EXCLUDED.closed)
            """;

    private static final String OPEN_IN_SLICE = """
            SELECT DISTINCT tenant FROM billing.open_bucket WHERE slice = $1 AND bucket <= $2
            """;

    private static final String SLICES = "SELECT slice, closed FROM billing.slice";

    private static final String DUE = """
            SELECT tenant FROM billing.account
             WHERE (period < $1 OR valid_until <= $2
                    OR tenant IN (SELECT g.tenant FROM billing.prepaid_grant AS g
                                   WHERE g.ended AND g.remaining > 0 AND g.expires_at > $2))
               AND tenant > $3
             ORDER BY tenant
             LIMIT $4
            """;

    private final AccountRows rows;

    public AccountClosing(AccountRows rows) {
        this.rows = rows;
    }

    /** Closes a slice up to a bucket, and with it every account that has charges in buckets up to it. */
    public Future<List<AppliedUpdate>> close(Transaction transaction, int slice, long bucket, Instant now) {
        var _ = transaction.query(SET_SLICE_CLOSED, Tuple.of(slice, bucket));
        return transaction
                .query(OPEN_IN_SLICE, Tuple.of(slice, bucket))
                .compose(open -> closed(transaction, rows.lock(transaction, tenants(open)), _ -> bucket, now));
    }

    /**
     * Accounts that time has passed while nothing was charged, in the order of their ids: their month is over, an
     * override or grant has ended, or a grant was ended by a clock that was ahead. A page at a time: an account that
     * cannot be closed yet does not block those after it.
     *
     * @param after the last account of the page before; null for the first page
     */
    public static Future<List<TenantId>> idle(
            Transaction transaction, Instant now, @Nullable TenantId after, int accountsMax) {
        UUID from = after == null ? new UUID(0, 0) : after.value();
        return transaction
                .query(DUE, Tuple.of(Period.of(now).number(), TimeColumn.argument(now), from, accountsMax))
                .map(AccountClosing::tenants);
    }

    /**
     * Closes those of these accounts that are not locked, as far as their slices are closed: for those that are
     * {@link #idle}, and for copies with holds that will never be charged.
     *
     * @param slices the partition of an account
     */
    public Future<List<AppliedUpdate>> closeUncharged(
            Transaction transaction, ToIntFunction<TenantId> slices, List<TenantId> tenants, Instant now) {
        return transaction
                .query(SLICES, Tuple.tuple())
                .compose(closed ->
                        closed(transaction, rows.lockFree(transaction, tenants), bySlice(closed, slices), now));
    }

    private static ToLongFunction<TenantId> bySlice(RowSet<Row> closed, ToIntFunction<TenantId> slices) {
        Map<Integer, Long> bySlice = new HashMap<>();
        closed.forEach(row -> bySlice.put(row.getInteger("slice"), row.getLong("closed")));
        return tenant -> bySlice.getOrDefault(slices.applyAsInt(tenant), 0L);
    }

    private Future<List<AppliedUpdate>> closed(
            Transaction transaction, Future<List<LockedAccount>> locked, ToLongFunction<TenantId> bucket, Instant now) {
        return locked.compose(all -> {
            if (all.isEmpty()) {
                return Future.succeededFuture(List.of());
            }
            Map<TenantId, Long> upTo = new LinkedHashMap<>();
            for (LockedAccount one : all) {
                TenantId tenant = one.account().tenant();
                upTo.put(
                        tenant,
                        Math.max(bucket.applyAsLong(tenant), one.account().closed()));
            }
            return AccountRows.dropped(transaction, upTo)
                    .map(dropped -> all.stream()
                            .map(one -> closed(one, upTo, dropped, now))
                            .toList())
                    .compose(applied -> rows.store(transaction, 0, applied));
        });
    }

    private static AppliedUpdate closed(
            LockedAccount one, Map<TenantId, Long> upTo, Map<TenantId, List<OpenBucket>> dropped, Instant now) {
        TenantId tenant = one.account().tenant();
        long bucket = upTo.getOrDefault(tenant, one.account().closed());
        return new AppliedUpdate(
                one.account(),
                Rating.close(one.account(), one.grants(), bucket, dropped.getOrDefault(tenant, List.of()), now));
    }

    private static List<TenantId> tenants(RowSet<Row> found) {
        List<TenantId> tenants = new ArrayList<>();
        found.forEach(row -> tenants.add(new TenantId(row.getUUID("tenant"))));
        return tenants;
    }
}
