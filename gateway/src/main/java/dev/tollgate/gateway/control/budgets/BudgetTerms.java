package dev.tollgate.gateway.control.budgets;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.money.budget.BudgetLimit;
import dev.tollgate.money.budget.BudgetPeriod;
import dev.tollgate.money.rating.Rating;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** The most that a credential may spend, as callers set it. */
public record BudgetTerms(
        @JsonPropertyDescription("The most to spend per period, in micros of US dollars.")
        @Min(1) @Max(Rating.AMOUNT_MICROS_MAX) long micros,

        @JsonPropertyDescription("Period: day or month in UTC, or total.")
        BudgetPeriod per) {

    private static final String MEANING =
            "Spending limit of the credential per day, month or in total, such as {\"micros\": 5000000, \"per\": \"day\"} "
                    + "for 5 US dollars a day. Calls beyond it are refused with budget_exhausted; what was spent in the "
                    + "present period counts. Narrows the balance and the cap.";

    /** Describes the field of a create. */
    public static final String FIELD = MEANING + " Default: no budget.";

    /** Describes the field of an update. */
    public static final String CHANGED = MEANING + " null removes it.";

    /** Describes the field of an answer. */
    public static final String SHOWN = "Spending limit of the credential and what is left. Absent without a budget.";

    BudgetLimit limit() {
        return new BudgetLimit(micros, per);
    }
}
