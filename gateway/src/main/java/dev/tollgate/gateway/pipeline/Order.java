package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Face;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.access.Rights;
import dev.tollgate.gateway.catalogue.WriteOnlyAnswer;
import org.jspecify.annotations.Nullable;

/** What a visit asks for, valid as far as its schema tells. */
record Order<I, A>(Visit visit, Operation<I, A> operation, Face<I, A> face, I input, Conditions conditions) {

    /** Whether records may change: a dry run of a write does not. */
    boolean changes() {
        return operation.changes() && !conditions.dryRun();
    }

    /** How the call ends for this caller, by the scopes it has now: nobody is told what they may not read. */
    Ending<A> ending(Outcome<A> outcome, Ending.@Nullable Metered metered) {
        var less = mayRead() ? null : new WriteOnlyAnswer(operation.answer().element(), input);
        return Rights.seesBalance(visit.credential())
                ? new Ending<>(outcome, metered, less)
                : new Ending<>(withoutBalance(outcome), metered == null ? null : metered.withoutBalance(), less);
    }

    /** Whether the caller may read what the operation answers: of a read that is so, or it would not be called. */
    private boolean mayRead() {
        var reading = operation.changes() ? face.reading() : null;
        return reading == null || visit.credential().scopes().contains(reading);
    }

    private static <A> Outcome<A> withoutBalance(Outcome<A> outcome) {
        return outcome instanceof Outcome.Refused<A>(var refusal) ? Outcome.refused(refusal.withoutBalance()) : outcome;
    }
}
