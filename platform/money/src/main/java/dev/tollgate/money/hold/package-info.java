/**
 * Holds: the batches of each loop, leases, releases and what Redis answers. Never moves money.
 *
 * <p>Invariant a newcomer would break: a hold is released only on proof that nothing will be charged; what is unknown
 * stays held until its bucket closes.
 */
@NullMarked
package dev.tollgate.money.hold;

import org.jspecify.annotations.NullMarked;
