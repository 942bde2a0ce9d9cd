package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.rating.AccountUpdate;
import dev.tollgate.money.rating.Rating;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Brings a row up to what time and its slice say: overrides and grants that ended, buckets that closed. */
final class CatchUp {

    private static final String SLICE_CLOSED = "SELECT closed FROM billing.slice WHERE slice = $1";

    private final Database database;
    private final AccountRows rows;
    private final ToIntFunction<TenantId> slices;

    CatchUp(Database database, AccountRows rows, ToIntFunction<TenantId> slices) {
        this.database = database;
        this.rows = rows;
        this.slices = slices;
    }

    Future<Void> run(TenantId tenant, Instant now, Instant deadline) {
        return database.transaction(
                        RowSecurityContext.of(tenant),
                        deadline,
                        transaction -> rows.lock(transaction, List.of(tenant))
                                .compose(found -> found.isEmpty()
                                        ? Future.succeededFuture()
                                        : caughtUp(transaction, found.getFirst(), now)))
                .mapEmpty();
    }

    private Future<Void> caughtUp(Transaction transaction, LockedAccount one, Instant now) {
        TenantId tenant = one.account().tenant();
        return transaction
                .query(SLICE_CLOSED, Tuple.of(slices.applyAsInt(tenant)))
                .compose(slice -> {
                    long closed =
                            slice.size() == 0 ? 0 : slice.iterator().next().getLong("closed");
                    long upTo = Rating.bucketWithin(one.account(), closed);
                    return AccountRows.dropped(transaction, Map.of(tenant, upTo))
                            .compose(dropped -> {
                                AccountUpdate update = Rating.closeWithin(
                                        one.account(),
                                        one.grants(),
                                        upTo,
                                        dropped.getOrDefault(tenant, List.of()),
                                        now);
                                return rows.store(transaction, 0, List.of(new AppliedUpdate(one.account(), update)));
                            });
                })
                .mapEmpty();
    }
}
