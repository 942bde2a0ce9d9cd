/**
 * Checks that usage, ledger, account row and copy agree. Repairs by publishing and by nothing else.
 *
 * <p>Invariant a newcomer would break: a drift is shown, never booked away.
 */
@NullMarked
package dev.tollgate.billing.reconcile;

import org.jspecify.annotations.NullMarked;
