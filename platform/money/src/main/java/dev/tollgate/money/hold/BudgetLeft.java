package dev.tollgate.money.hold;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a credential's budget has left, for its headers.
 *
 * @param resetsAt when the next period starts; null for a budget in total
 */
public record BudgetLeft(long remainingMicros, @Nullable Instant resetsAt) {

    /** The same with a hold given back. */
    public BudgetLeft plus(long micros) {
        return new BudgetLeft(remainingMicros + micros, resetsAt);
    }
}
