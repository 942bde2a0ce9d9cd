package dev.tollgate.money.budget;

/**
 * The figures of a budget for Redis: what is left as if no open hold had been charged yet. Absolute, never a
 * difference.
 *
 * @param starts first bucket of the period
 * @param turn first bucket of the next period
 * @param end the first bucket after that
 * @param left of the period
 * @param nextLeft of the next period
 */
public record BudgetFigures(
        long seq, long inc, long closed, long starts, long turn, long end, long left, long nextLeft) {

    /** What is left of a budget that was removed. */
    static final long UNLIMITED = 1L << 52;
}
