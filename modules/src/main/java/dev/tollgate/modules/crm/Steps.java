package dev.tollgate.modules.crm;

import dev.tollgate.contract.outcome.Outcome;
import io.vertx.core.Future;
import java.util.function.Function;

/**
 * A chain of asynchronous calls of which each takes the value of the one before. After a refusal no further one is
 * made, and the refusal is the outcome of the chain.
 *
 * @param outcome that of the last call, or the refusal
 */
record Steps<A>(Future<Outcome<A>> outcome) {

    <B> Steps<B> then(Function<A, Future<Outcome<B>>> next) {
        return new Steps<>(outcome.compose(done -> switch (done) {
            case Outcome.Done<A>(A value) -> next.apply(value);
            case Outcome.Refused<A>(var refusal) -> Future.succeededFuture(Outcome.refused(refusal));
            case Outcome.Replayed<A> replayed -> throw new IllegalStateException("a step is no replay: " + replayed);
        }));
    }
}
