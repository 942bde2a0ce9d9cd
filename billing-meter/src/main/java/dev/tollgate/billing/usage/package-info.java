/**
 * Metered calls and their sums: rows, roll-ups, and the operations that show them. Does not charge: the ledger does.
 *
 * <p>Invariant a newcomer would break: only calls of records whose ID was new may be added to the sums and to the
 * ledger.
 */
@NullMarked
package dev.tollgate.billing.usage;

import org.jspecify.annotations.NullMarked;
