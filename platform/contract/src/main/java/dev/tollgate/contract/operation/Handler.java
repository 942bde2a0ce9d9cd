package dev.tollgate.contract.operation;

import dev.tollgate.contract.outcome.Outcome;
import io.vertx.core.Future;

/** The work itself. Runs on the event loop of the call and must not block it. */
@FunctionalInterface
public interface Handler<I, A> {
    Future<Outcome<A>> answer(Call<I> call);
}
