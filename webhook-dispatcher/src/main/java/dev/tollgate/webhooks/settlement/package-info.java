/**
 * Settlement of attempts, many in one transaction: the delivery's state, the attempt's row, its charge, the health of
 * the endpoint, the next of an ordered lane, and the events to publish.
 *
 * <p>Invariant a newcomer would break: only the owner of the lease changes the delivery; after losing it, a process
 * still records and charges its attempt, because the receiver got it.
 */
@NullMarked
package dev.tollgate.webhooks.settlement;

import org.jspecify.annotations.NullMarked;
