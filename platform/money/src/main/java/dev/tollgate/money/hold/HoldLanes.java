package dev.tollgate.money.hold;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.budget.BudgetKey;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Holds on a cluster: those of each slot by themselves. A function call carries keys of one slot only, and a master
 * that does not answer keeps no account of another one waiting. For one event loop.
 */
final class HoldLanes {

    private final Supplier<Holds> opened;
    private final Map<Integer, Holds> lanes = new HashMap<>();
    private BiConsumer<BudgetKey, Refusal.BudgetExhausted> exhausted = (_, _) -> {};
    private int waiting;

    /** @param opened makes the holds of one slot */
    HoldLanes(Supplier<Holds> opened) {
        this.opened = opened;
    }

    Holds of(TenantId tenant) {
        return lanes.computeIfAbsent(HashSlot.of(tenant), _ -> {
            Holds lane = opened.get();
            lane.onExhausted((budget, refusal) -> exhausted.accept(budget, refusal));
            return lane;
        });
    }

    Future<HoldDecision> hold(HoldRequest request) {
        if (waiting >= Holds.WAITING_MAX) {
            return Future.failedFuture(Failure.Unavailable.before(
                    "too many calls are waiting for Redis", VertxException.noStackTrace("queue full")));
        }
        waiting++;
        return of(request.tenant()).hold(request).onComplete(_ -> waiting--);
    }

    void onExhausted(BiConsumer<BudgetKey, Refusal.BudgetExhausted> listener) {
        exhausted = listener;
    }

    int waiting() {
        return waiting;
    }

    long sum(ToLongFunction<Holds> figure) {
        return lanes.values().stream().mapToLong(figure).sum();
    }
}
