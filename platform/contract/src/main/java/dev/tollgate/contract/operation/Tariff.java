package dev.tollgate.contract.operation;

import dev.tollgate.contract.event.Charge;

/**
 * Turns the use of a call into its charge, at the price that was pinned when the call was held.
 *
 * @param <A> the answer
 */
@FunctionalInterface
public interface Tariff<A> {

    /** The charge for an answer, never more than was held. */
    Charge used(Charge held, A answer);
}
