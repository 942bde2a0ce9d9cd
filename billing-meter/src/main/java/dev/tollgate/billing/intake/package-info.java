/**
 * From the log into the ledger: partitions this process owns, batches, one transaction each, dead letters.
 *
 * <p>Invariant a newcomer would break: the position in the log moves in the transaction of the batch, first statement;
 * if it does not move, another process owns the batch and it is dropped.
 */
@NullMarked
package dev.tollgate.billing.intake;

import org.jspecify.annotations.NullMarked;
