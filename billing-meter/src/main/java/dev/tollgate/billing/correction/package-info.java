/**
 * Money that the operator moves by hand: corrections of ledger entries, and top-ups taken back. Stores nothing but
 * entries.
 *
 * <p>Invariant a newcomer would break: an entry is never changed; what is given back for one is at most what it
 * charged.
 */
@NullMarked
package dev.tollgate.billing.correction;

import org.jspecify.annotations.NullMarked;
