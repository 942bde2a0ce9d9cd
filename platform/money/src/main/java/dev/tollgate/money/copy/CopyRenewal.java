package dev.tollgate.money.copy;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.budget.BudgetKey;
import io.vertx.core.Future;
import java.time.Instant;

/** Brings a copy up to date that holds found outdated. */
public interface CopyRenewal {

    /** Reason why a copy needs renewal. */
    sealed interface Need {

        /** Absent, unreadable, a stub, or from another run of the server: must be rebuilt. */
        record Lost() implements Need {}

        /** Time has passed it: its figures must be published again. */
        record Passed() implements Need {}

        /** Has holds in this bucket, and perhaps in later ones, that will never be charged. */
        record Aged(long bucket) implements Need {}
    }

    /**
     * Completes when everything is done that this process can do. A lost copy is current only when the meter has
     * answered, so its holds must be tried again until then.
     *
     * @param now by Redis
     */
    Future<Void> renew(TenantId tenant, Need need, Instant now);

    /** A hold found the copy current. */
    default void sound(TenantId tenant) {}

    /**
     * The same for the copy of a credential's budget that is absent or that time has passed. It becomes current only
     * where the account's copy is.
     */
    default Future<Void> renewBudget(BudgetKey budget) {
        return Future.failedFuture(new UnsupportedOperationException("there are no budgets here"));
    }

    /** The same for one that has holds in this bucket, and perhaps in later ones, that will never be charged. */
    default Future<Void> closeBudget(BudgetKey budget, long bucket) {
        return Future.failedFuture(new UnsupportedOperationException("there are no budgets here"));
    }
}
