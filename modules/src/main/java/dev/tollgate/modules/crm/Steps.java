package dev.tollgate.modules.crm;

import dev.tollgate.contract.outcome.Outcome;
import io.vertx.core.Future;
import java.util.function.Function;

/** Steps of which each needs the outcome of the one before; the first refusal is the outcome of all. */
record Steps<A>(Future<Outcome<A>> outcome) {

    <B> Steps<B> then(Function<A, Future<Outcome<B>>> next) {
        return new Steps<>(outcome.compose(done -> switch (done) {
            case Outcome.Done<A>(A value) -> next.apply(value);
            case Outcome.Refused<A>(var refusal) -> Future.succeededFuture(Outcome.refused(refusal));
            case Outcome.Replayed<A> replayed -> throw new IllegalStateException("a step is no replay: " + replayed);
        }));
    }
}
