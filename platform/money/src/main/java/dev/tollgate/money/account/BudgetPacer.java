package dev.tollgate.money.account;

import dev.tollgate.money.budget.BudgetKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Paces repeated attempts per budget: the next only after a pause. For one event loop. */
final class BudgetPacer {

    /** The most budgets that are in a pause; others wait until some of them have ended theirs. */
    static final int BUDGETS_MAX = 8_192;

    private final long pauseNanos;

    /** The times of the attempts, oldest first. */
    private final SequencedMap<BudgetKey, Long> attempts = new LinkedHashMap<>();

    BudgetPacer(Duration pause) {
        this.pauseNanos = pause.toNanos();
    }

    /** Whether the caller may make an attempt now. */
    boolean take(BudgetKey budget, long nowNanos) {
        for (var oldest = attempts.firstEntry();
                oldest != null && nowNanos - oldest.getValue() >= pauseNanos;
                oldest = attempts.firstEntry()) {
            var _ = attempts.pollFirstEntry();
        }
        return attempts.size() < BUDGETS_MAX && attempts.putIfAbsent(budget, nowNanos) == null;
    }
}
