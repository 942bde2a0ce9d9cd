package dev.tollgate.money.budget;

import dev.tollgate.money.rating.Rating;

/**
 * The most that may be spent per period.
 *
 * @param micros micros of US dollars, above 0
 */
public record BudgetLimit(long micros, BudgetPeriod per) {

    public BudgetLimit {
        if (micros < 1 || micros > Rating.AMOUNT_MICROS_MAX) {
            throw new IllegalArgumentException("a budget is 1 to " + Rating.AMOUNT_MICROS_MAX + " micros: " + micros);
        }
    }
}
