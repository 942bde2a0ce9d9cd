package dev.tollgate.money.budget;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A budget and what has been spent of it.
 *
 * @param spentMicros in the present period
 * @param resetsAt when the next period starts; null for a budget in total
 */
public record BudgetState(BudgetLimit limit, long spentMicros, @Nullable Instant resetsAt) {

    /**
     * The state in the present bucket: nothing is spent of a period that has just begun.
     *
     * @param starts first bucket of the period that {@code spent} is of
     */
    public static BudgetState at(BudgetLimit limit, long starts, long spent, long bucket) {
        var per = limit.per();
        return per.startOf(bucket) > starts
                ? new BudgetState(limit, 0, BudgetPeriod.time(per.endOf(bucket)))
                : new BudgetState(limit, spent, BudgetPeriod.time(per.endOf(starts)));
    }

    /** What is left, never below 0. */
    public long remainingMicros() {
        return Math.max(0, limit.micros() - spentMicros);
    }
}
