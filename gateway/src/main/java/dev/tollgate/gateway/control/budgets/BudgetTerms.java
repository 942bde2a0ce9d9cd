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

        @JsonPropertyDescription("Day and month are those of UTC.")
        BudgetPeriod per) {

    /** Describes the field of a create or an update. */
    public static final String FIELD = "The most it may spend per day, month or in total; calls beyond it are refused. "
            + "What it has spent in the present period counts. Narrows the balance and the cap. Default: no budget.";

    /** Describes the field of an answer. */
    public static final String SHOWN = "The most it may spend, and what is left. Absent if it has no budget.";

    BudgetLimit limit() {
        return new BudgetLimit(micros, per);
    }
}
