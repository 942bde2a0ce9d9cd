/**
 * The audit as rows that are never changed: how chains are anchored outside and verified, how long entries stay, and
 * how reads and refusals become entries. Does not own the entries of writes: those come from the writes' own
 * transactions.
 *
 * <p>Invariant a newcomer would break: who verifies reads every row again, and believes no sum.
 */
@NullMarked
package dev.tollgate.records.audit;

import org.jspecify.annotations.NullMarked;
