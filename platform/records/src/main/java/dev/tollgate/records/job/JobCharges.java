package dev.tollgate.records.job;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.hold.HoldRequest;
import dev.tollgate.money.hold.Holds;
import dev.tollgate.money.price.PriceBook;
import io.vertx.core.Future;
import java.util.List;

/** Prices and holds for the runs of one event loop. A run counts against no rate. */
public record JobCharges(Holds holds, PriceBook prices) {

    /** No caller waits: each try waits for 250 ms, or for 50 ms while Redis is away. */
    private static final int HOLD_TRIES = 8;

    /** Holds the price; refused where the account is paused, or it or a budget has too little left. */
    Future<Outcome<Charge>> held(TenantId tenant, JobUse use) {
        var price = prices.at(use.dimension(), use.at());
        long micros = price.micros(use.quantity());
        if (micros == 0) {
            return Future.succeededFuture(
                    Outcome.done(new Charge(price.dimension(), use.quantity(), 0, price.version(), null)));
        }
        var budget = use.spender() == null ? null : use.spender().budget();
        return asked(new HoldRequest(tenant, micros, List.of(), budget), HOLD_TRIES)
                .map(decision -> switch (decision) {
                    case HoldDecision.Admitted(var hold, var _, var _, var _) ->
                        Outcome.done(new Charge(price.dimension(), use.quantity(), micros, price.version(), hold));
                    case HoldDecision.Refused(var refusal, var _, var _, var _) -> Outcome.refused(refusal);
                });
    }

    private Future<HoldDecision> asked(HoldRequest request, int tries) {
        return holds.hold(request).recover(late -> tries > 1 ? asked(request, tries - 1) : Future.failedFuture(late));
    }

    /** Gives back a charge that has no usage event. */
    void release(TenantId tenant, Charge charge) {
        var hold = charge.hold();
        if (hold != null) {
            holds.release(tenant, hold, charge.micros());
        }
    }
}
