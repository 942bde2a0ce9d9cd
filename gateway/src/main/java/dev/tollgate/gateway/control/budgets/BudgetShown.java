package dev.tollgate.gateway.control.budgets;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.money.budget.BudgetLimit;
import dev.tollgate.money.budget.BudgetPeriod;
import dev.tollgate.money.budget.BudgetState;
import dev.tollgate.money.rating.Period;
import dev.tollgate.runtime.json.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A budget and what is left of it. */
public record BudgetShown(
        @JsonPropertyDescription("The most to spend per period, in micros of US dollars.")
        long micros,

        @JsonPropertyDescription("Period: day or month in UTC, or total.")
        BudgetPeriod per,

        @JsonPropertyDescription("Spent in the present period, as far as it is booked.")
        long spentMicros,

        @JsonPropertyDescription("What is left of the present period.")
        long remainingMicros,

        @JsonPropertyDescription("When the next period starts. Absent for a budget in total.") @Nullable Instant resetsAt) {

    /** The row of a budget, and the bucket of the present. */
    record Stored(long micros, BudgetPeriod per, long starts, long spent, long bucket) {}

    /**
     * The column {@code budget} that {@link #of} reads, for a row with this id. The present is PostgreSQL's, which the
     * clock of holds may differ from: a period may be shown to end a moment before or after it does.
     */
    public static String column(String id) {
        return """
                (SELECT json_build_object('micros', b.micros, 'per', b.per, 'starts', b.starts, 'spent', b.spent,
                                          'bucket', floor(extract(epoch FROM now()) / %d)::bigint)::text
                   FROM billing.budget b WHERE b.id = %s AND b.micros IS NOT NULL) AS budget
                """.formatted(Period.BUCKET_SECONDS, id);
    }

    /** The budget in a column; null for none. */
    public static @Nullable BudgetShown of(@Nullable String column) {
        if (column == null) {
            return null;
        }
        var stored = Json.read(column, Stored.class);
        var limit = new BudgetLimit(stored.micros(), stored.per());
        var state = BudgetState.at(limit, stored.starts(), stored.spent(), stored.bucket());
        return new BudgetShown(
                limit.micros(), limit.per(), state.spentMicros(), state.remainingMicros(), state.resetsAt());
    }

    /** What was set. */
    public BudgetTerms terms() {
        return new BudgetTerms(micros, per);
    }
}
