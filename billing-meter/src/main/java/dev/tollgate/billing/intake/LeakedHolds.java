package dev.tollgate.billing.intake;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.copy.AccountCopy;
import dev.tollgate.money.copy.AccountFunctions;
import dev.tollgate.money.redis.RedisFunctions;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts amounts held in closed buckets that were never charged, because their caller died between hold and event.
 * Counted right before the copies are published, which releases these holds. Not read in the transaction of the close,
 * so a figure for people only.
 */
final class LeakedHolds {

    private static final Closed NOTHING = new Closed(0, 0);

    private final AccountFunctions functions;
    private final MeterMetrics counts;

    /** A close of one account. */
    record Closed(long bucket, long chargedMicros) {

        Closed plus(Closed later) {
            return new Closed(later.bucket, chargedMicros + later.chargedMicros);
        }
    }

    LeakedHolds(RedisFunctions functions, MeterMetrics counts) {
        this.functions = new AccountFunctions(functions);
        this.counts = counts;
    }

    /**
     * At most {@link RedisFunctions#ENTRIES_MAX} accounts at a time.
     *
     * @param closed by account, up to which bucket it closed and what of that was charged
     */
    Future<Void> count(Map<TenantId, Closed> closed) {
        Future<Void> counted = Future.succeededFuture();
        List<TenantId> all = List.copyOf(closed.keySet());
        for (int from = 0; from < all.size(); from += RedisFunctions.ENTRIES_MAX) {
            List<TenantId> next = all.subList(from, Math.min(from + RedisFunctions.ENTRIES_MAX, all.size()));
            counted = counted.compose(_ -> count(next, closed));
        }
        return counted;
    }

    private Future<Void> count(List<TenantId> tenants, Map<TenantId, Closed> closed) {
        return functions
                .read(tenants)
                .onSuccess(copies -> {
                    for (int i = 0; i < tenants.size(); i++) {
                        count(closed.getOrDefault(tenants.get(i), NOTHING), copies.get(i));
                    }
                })
                .mapEmpty();
    }

    private void count(Closed closed, Optional<AccountCopy> copy) {
        long held = copy.map(one -> one.held().headMap(closed.bucket() + 1).values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .orElse(0L);
        counts.leaked(Math.max(0, held - closed.chargedMicros()));
    }
}
