/**
 * The two orders of gates and the life of a call behind them. Owns replay, hold, handler, release and the record of
 * usage; knows no protocol, no route and no SQL.
 *
 * <p>Invariants a newcomer would break: a permit is made by its gate alone; a hold is released only on proof that no
 * usage event exists, and without proof stays held and the answer says {@code outcome: unknown}.
 */
@NullMarked
package dev.tollgate.gateway.pipeline;

import org.jspecify.annotations.NullMarked;
