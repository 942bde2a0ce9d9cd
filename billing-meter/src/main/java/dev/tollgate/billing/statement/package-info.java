/**
 * Monthly statements, from the sums of usage and of the ledger. Stores nothing.
 *
 * <p>Invariant a newcomer would break: lines, workspaces and sources of a statement have one and the same sum.
 */
@NullMarked
package dev.tollgate.billing.statement;

import org.jspecify.annotations.NullMarked;
