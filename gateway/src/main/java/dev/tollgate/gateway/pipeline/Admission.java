package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.outcome.Refusal;

/** Whether an arrival may come in. */
public sealed interface Admission {

    /** The credential is good and the workspace takes calls. */
    record Admitted(Visit visit) implements Admission {}

    /** Nobody we let in; {@link Pipeline} has counted it already. */
    record TurnedAway(Refusal refusal) implements Admission {}
}
