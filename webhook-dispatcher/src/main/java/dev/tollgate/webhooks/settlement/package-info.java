/**
 * What follows from an attempt, in one transaction for many: the delivery's state, the attempt's row, its charge, the
 * health of the endpoint, the next of an ordered lane, and what has to be told.
 *
 * <p>Invariant a newcomer would break: only the owner of the lease changes the delivery; after losing it, a process
 * still records and charges its attempt, because the receiver got it.
 */
@NullMarked
package dev.tollgate.webhooks.settlement;

import org.jspecify.annotations.NullMarked;
