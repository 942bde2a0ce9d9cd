package dev.tollgate.contract.operation;

import dev.tollgate.contract.outcome.Outcome;
import io.vertx.core.Future;

/**
 * Tells the size of a call of {@link Meter.Sized}. Runs on the event loop of the call, after the replay and before the
 * hold, and changes nothing: nothing has been paid for.
 */
@FunctionalInterface
public interface CallSizer<I> {

    /** A refusal, such as one for a record that is not there, ends the call free of charge. */
    Future<Outcome<CallSize>> size(Call<I> call);

    /**
     * The price of an answer was given back, since its usage could not be recorded: what was issued for it must not be
     * given again for less. The caller gets no answer.
     */
    default Future<?> released(Call<I> call) {
        return Future.succeededFuture();
    }
}
