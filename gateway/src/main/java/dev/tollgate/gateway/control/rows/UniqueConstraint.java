package dev.tollgate.gateway.control.rows;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.postgres.SqlState;
import io.vertx.core.Future;

/** What there is once, by a constraint of the database, and what a second one is told. */
public record UniqueConstraint(String constraint, Refusal refusal) {

    /** The refusal, where the failure is a second one; else the failure. */
    public <A> Future<Outcome<A>> refused(Throwable failure) {
        return constraint.equals(SqlState.constraint(failure))
                ? Future.succeededFuture(Outcome.refused(refusal))
                : Future.failedFuture(failure);
    }
}
