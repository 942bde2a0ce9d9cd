package dev.tollgate.money.account;

import dev.tollgate.money.budget.Budget;

/** A change of a budget that was stored with the transaction; after the commit it may have to be published. */
public record AppliedBudget(Budget before, Budget after) {

    /** Whether Redis must see it. */
    public boolean publishes() {
        return after.seq() > before.seq() && after.publishSeq() == after.seq();
    }
}
