/**
 * The copy of an account and of its budgets in Redis: its keys, its packed value, and the functions that prepare,
 * rebuild and renew it. The ledger in PostgreSQL is the truth, and a copy is made from it.
 *
 * <p>Invariant a newcomer would break: a copy whose state is unknown counts as lost and is rebuilt; it is never mended
 * in part.
 */
@NullMarked
package dev.tollgate.money.copy;

import org.jspecify.annotations.NullMarked;
