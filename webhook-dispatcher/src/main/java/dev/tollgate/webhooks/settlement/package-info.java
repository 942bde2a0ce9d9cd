/**
 * What follows from an attempt, in one transaction for many: the delivery's state, the attempt's row, its charge, the
 * health of the endpoint, the next of an ordered lane, and what has to be told.
 *
 * <p>Invariant a newcomer would break: only who holds the delivery's lease changes the delivery; whoever lost it still
 * records and charges the attempt it made, for the receiver got it.
 */
@NullMarked
package dev.tollgate.webhooks.settlement;

import org.jspecify.annotations.NullMarked;
