/**
 * The audit as rows that are never changed: how an entry is stored, digested, sealed into its chain, anchored outside
 * and verified, and how reads and refusals become entries. Does not own the entries of writes: those come from the
 * writes' own transactions.
 *
 * <p>Invariant a newcomer would break: the digest covers every column of an entry; a new column without its place in
 * the digest is a column that can be forged.
 */
@NullMarked
package dev.tollgate.records.audit;

import org.jspecify.annotations.NullMarked;
