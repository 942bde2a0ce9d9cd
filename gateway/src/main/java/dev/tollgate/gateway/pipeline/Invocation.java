package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Face;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.access.Rights;
import dev.tollgate.gateway.catalogue.form.AnswerForm;
import dev.tollgate.gateway.catalogue.form.WriteOnlyAnswer;
import org.jspecify.annotations.Nullable;

/** One call with an input that its schema accepts. */
record Invocation<I, A>(
        RequestContext context, Operation<I, A> operation, Face<I, A> face, I input, Conditions conditions) {

    /** The call that a permit is for. */
    static <I, A> Invocation<I, A> of(Permit<I, A> permit, I input, Conditions conditions) {
        var face = permit.face();
        return new Invocation<>(permit.context(), face.operation(), face.face(), input, conditions);
    }

    /** Whether records may change: a dry run of a write does not. */
    boolean changes() {
        return operation.changes() && !conditions.dryRun();
    }

    /** The result as this caller may see it, by the scopes it has now. */
    CallResult<A> result(Outcome<A> outcome, CallResult.@Nullable Metered metered) {
        var element = operation.answer().element();
        var form = AnswerForm.of(
                mayRead() ? null : new WriteOnlyAnswer(element, input), conditions.dryRun() ? element : null);
        return Rights.seesBalance(context.credential())
                ? new CallResult<>(outcome, metered, form)
                : new CallResult<>(withoutBalance(outcome), metered == null ? null : metered.withoutBalance(), form);
    }

    /** Whether the caller may read what the operation answers: of a read that is so, or it would not be called. */
    private boolean mayRead() {
        var reading = operation.changes() ? face.reading() : null;
        return reading == null || context.credential().scopes().contains(reading);
    }

    private static <A> Outcome<A> withoutBalance(Outcome<A> outcome) {
        return outcome instanceof Outcome.Refused<A>(var refusal) ? Outcome.refused(refusal.withoutBalance()) : outcome;
    }
}
