/**
 * The order of the gates and the life of a call behind them. Owns replay, hold, dispatch, release and the witness of
 * usage; knows no protocol, no route and no SQL.
 *
 * <p>Invariant a newcomer would break: a hold is released only on proof that no usage event exists; whoever is not sure
 * leaves it held and answers {@code outcome: unknown}.
 */
@NullMarked
package dev.tollgate.gateway.pipeline;

import org.jspecify.annotations.NullMarked;
