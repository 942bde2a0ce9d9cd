package dev.tollgate.gateway.console.signin;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.credential.OperatorTokens;
import dev.tollgate.gateway.identity.SessionCaller;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.gateway.pipeline.Authenticator.Admitted;
import dev.tollgate.gateway.pipeline.CallResult;
import dev.tollgate.gateway.pipeline.GateOrder;
import dev.tollgate.gateway.pipeline.Gated;
import dev.tollgate.gateway.pipeline.Pipeline;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Finds the operator of a token, by the gate that every token passes: with its throttle, its log and its metrics. One
 * per event loop.
 */
record OperatorGate(Pipeline pipeline, OperatorTokens operators) {

    /** Result of a token. */
    sealed interface Admission {

        record Operator(SessionCaller.Operator owner) implements Admission {}

        record Refused(Refusal refusal) implements Admission {}
    }

    /** The operator whose token the arrival has. */
    Future<Admission> admit(Arrival arrival) {
        return pipeline.admitRest(arrival).map(admitted -> switch (admitted) {
            case Gated.Refused<Admitted<GateOrder.Rest>>(Refusal refusal) -> new Admission.Refused(refusal);
            case Admitted<GateOrder.Rest> caller -> admission(caller);
        });
    }

    private Admission admission(Admitted<GateOrder.Rest> caller) {
        var actor = caller.context().credential().actor();
        var mark = actor.kind() == Actor.Kind.OPERATOR ? operators.mark(actor.name()) : Optional.<String>empty();
        if (mark.isEmpty()) {
            var refusal = new Refusal.Unauthorized();
            pipeline.leave(caller.context(), null, CallResult.refused(refusal));
            return new Admission.Refused(refusal);
        }
        pipeline.leave(caller.context(), null, new CallResult<>(Outcome.done("signed in"), null));
        return new Admission.Operator(new SessionCaller.Operator(actor.name(), mark.get()));
    }
}
