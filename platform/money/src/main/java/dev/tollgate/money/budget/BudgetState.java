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

    /** What is left, never below 0. */
    public long remainingMicros() {
        return Math.max(0, limit.micros() - spentMicros);
    }
}
