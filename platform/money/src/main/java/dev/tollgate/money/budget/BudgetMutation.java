package dev.tollgate.money.budget;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A budget while charges are counted against it. */
public final class BudgetMutation {

    private final Budget before;
    private final Map<Long, Budget.OpenCharges> opened = new TreeMap<>();
    private Budget budget;
    private boolean publishes;

    public BudgetMutation(Budget before) {
        this.before = before;
        this.budget = before;
    }

    /** Counts a charge. One that the copy does not hold has to be published. */
    public void charge(BudgetCharge charge) {
        long bucket = charge.hold().bucket();
        boolean open = budget.opens(charge.hold(), charge.accountClosed());
        budget = budget.charged(charge.micros(), bucket, open);
        publishes |= !open;
        if (open) {
            opened.merge(bucket, new Budget.OpenCharges(bucket, charge.micros()), Budget.OpenCharges::plus);
        }
    }

    /** The budget under its next seq. */
    public Budget done() {
        return budget.after(before, publishes);
    }

    /** What was added to buckets that are not closed. */
    public List<Budget.OpenCharges> opened() {
        return List.copyOf(opened.values());
    }
}
