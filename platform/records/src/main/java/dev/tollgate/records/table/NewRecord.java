package dev.tollgate.records.table;

import dev.tollgate.contract.outcome.Outcome;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A record on its way into a table, for both cases: there is none of its external IDs yet, or there is one.
 *
 * @param fresh the new record
 * @param merged the existing record as an update by the same input leaves it, or why it cannot be updated so
 */
public record NewRecord<R>(Function<Stamp, R> fresh, Function<R, Outcome<R>> merged) {

    /** The same with another step, in both cases. */
    public NewRecord<R> with(UnaryOperator<R> step) {
        return new NewRecord<>(
                stamp -> step.apply(fresh.apply(stamp)),
                before -> merged.apply(before).map(step));
    }
}
