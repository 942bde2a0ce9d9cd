package dev.tollgate.gateway.control.rows;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.postgres.SqlState;
import io.vertx.core.Future;

/** A unique constraint of the database, and the refusal for its violation. */
public record UniqueConstraint(String constraint, Refusal refusal) {

    /** The refusal if the failure violates the constraint; else the failure. */
    public <A> Future<Outcome<A>> refused(Throwable failure) {
        return constraint.equals(SqlState.constraint(failure))
                ? Future.succeededFuture(Outcome.refused(refusal))
                : Future.failedFuture(failure);
    }
}
