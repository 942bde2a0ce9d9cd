package dev.tollgate.money.hold;

import dev.tollgate.money.rating.Enforcement;
import java.util.List;

/** An operation on the functions and their model. */
public sealed interface FunctionsOperation {

    /** What has no budget, or is of an account and not of one of its budgets. */
    int NO_BUDGET = -1;

    /**
     * Equal calls.
     *
     * @param budget which one of the tenant they count against, or {@link #NO_BUDGET}
     */
    record Entry(int tenant, int budget, long cost, List<RateLimit> rates, int calls) {}

    record Hold(List<Entry> entries) implements FunctionsOperation {}

    /** Of one of the last holds, from account and budget, with the right numbers or some that are beside them. */
    record Release(int back, long incOff, long costOff) implements FunctionsOperation {}

    record Prepare(int tenant, long above) implements FunctionsOperation {}

    record Publish(
            int tenant,
            long seqAbove,
            long incOff,
            long closedAbove,
            List<Long> amounts,
            Enforcement enforcement,
            long validMillis)
            implements FunctionsOperation {}

    /**
     * Of one budget.
     *
     * @param startsAgo its period began so many buckets ago; below 0 for one that is ahead, which holds do not count in
     * @param buckets of its period, and of the next one
     */
    record PublishBudget(
            int tenant,
            int budget,
            long seqAbove,
            long incOff,
            long closedAbove,
            long startsAgo,
            long buckets,
            List<Long> amounts)
            implements FunctionsOperation {}

    /** The current states of the tenant. */
    record Read(int tenant) implements FunctionsOperation {}

    record Pass(long micros) implements FunctionsOperation {}

    record Lose(int tenant, int budget, Loss loss) implements FunctionsOperation {}

    /** Way in which a state is lost. */
    enum Loss {
        ABSENT,
        OTHER_RUN,
        OLDER,
        MONTH_TURNS
    }
}
