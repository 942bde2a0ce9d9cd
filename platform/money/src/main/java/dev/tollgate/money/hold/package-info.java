/**
 * Holds: the Redis functions and the per-loop batches in front of them. Never moves money.
 *
 * <p>Invariant a newcomer would break: a hold is released only on proof that nothing will be charged; what is unknown
 * stays held until its bucket closes.
 */
@NullMarked
package dev.tollgate.money.hold;

import org.jspecify.annotations.NullMarked;
