package dev.tollgate.records.shape;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way into a table, for both cases: there is none of its external IDs yet, or there is one.
 *
 * @param fresh the new record
 * @param merged the existing record as an update by the same input leaves it, or why it cannot be updated so
 * @param last the last step of a new record, right before it is stored and once nothing is wrong with it: for what
 *     other calls wait for, such as the next number; null for none
 */
public record NewRecord<R>(
        Function<Stamp, R> fresh,
        Function<R, Outcome<R>> merged,
        @Nullable Function<Transaction, Future<UnaryOperator<R>>> last) {

    /** One without a last step. */
    public NewRecord(Function<Stamp, R> fresh, Function<R, Outcome<R>> merged) {
        this(fresh, merged, null);
    }

    /** The same with another step, in both cases. */
    public NewRecord<R> with(UnaryOperator<R> step) {
        return new NewRecord<>(
                stamp -> step.apply(fresh.apply(stamp)),
                before -> merged.apply(before).map(step),
                last);
    }

    /** The same with this last step. */
    public NewRecord<R> withLast(Function<Transaction, Future<UnaryOperator<R>>> step) {
        return new NewRecord<>(fresh, merged, step);
    }
}
