package dev.tollgate.money.hold;

import dev.tollgate.money.rating.Enforcement;
import java.util.List;

/** An operation on the functions and their model. */
sealed interface FunctionsOperation {

    /** Equal calls. */
    record Entry(int tenant, long cost, List<RateLimit> rates, int calls) {}

    record Hold(List<Entry> entries) implements FunctionsOperation {}

    /** Of one of the last holds, with the right numbers or some that are beside them. */
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

    record Pass(long micros) implements FunctionsOperation {}

    record Lose(int tenant, Loss loss) implements FunctionsOperation {}

    /** Way in which a copy is lost. */
    enum Loss {
        ABSENT,
        OTHER_RUN,
        OLDER,
        MONTH_TURNS
    }
}
