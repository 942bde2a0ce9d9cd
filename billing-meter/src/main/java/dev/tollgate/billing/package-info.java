/**
 * The billing meter: usage from the log into the ledger, and everything people ask about it.
 *
 * <p>Owns usage rows, transfers, log positions, thresholds and dead letters in schema {@code billing}. Does not own the
 * account row, its grants and open buckets, nor the copy in Redis: those are {@code dev.tollgate.money}'s.
 *
 * <p>Invariant a newcomer would break: an event charges once, however often it is delivered, because the ID of its
 * record, its transfers and the position in the log are one transaction.
 */
@NullMarked
package dev.tollgate.billing;

import org.jspecify.annotations.NullMarked;
