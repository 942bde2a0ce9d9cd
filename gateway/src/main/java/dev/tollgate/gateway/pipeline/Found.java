package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.outcome.Refusal;

/** Who stands at the door. Finding that out leaves nothing behind; what is noted of it is for {@link Doors} to say. */
sealed interface Found {

    /** Somebody who may come in. */
    record Welcome(Visit visit) implements Found {}

    /**
     * Somebody known, to whom nothing opens here and now.
     *
     * @param guessed whether their address is to answer for it
     */
    record ShutOut(Visit visit, Refusal refusal, boolean guessed) implements Found {}

    /**
     * Nobody we know.
     *
     * @param guessed whether they tried something
     */
    record Nobody(boolean guessed) implements Found {}

    /** Whoever could tell us is away. */
    record Untold(Refusal refusal) implements Found {}

    /** What the one at the door is told. */
    default Admission admission() {
        return switch (this) {
            case Welcome(Visit visit) -> new Admission.Admitted(visit);
            case ShutOut(Visit _, Refusal refusal, boolean _) -> new Admission.TurnedAway(refusal);
            case Nobody _ -> new Admission.TurnedAway(new Refusal.Unauthorized());
            case Untold(Refusal refusal) -> new Admission.TurnedAway(refusal);
        };
    }
}
