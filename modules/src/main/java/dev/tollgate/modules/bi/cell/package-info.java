/**
 * Cells, which count product events by name and hour. A call adds what it counts to pending cells;
 * {@link dev.tollgate.modules.bi.cell.CellFold} adds those to cells later. Queries read cells and what is pending in
 * one snapshot.
 *
 * <p>Invariant a newcomer would break: cells always equal the rows. Whatever inserts, changes or removes rows changes
 * cells or what is pending in the same transaction, and under the lock of {@link dev.tollgate.modules.bi.cell.CellFold}
 * where it changes what is there.
 */
@NullMarked
package dev.tollgate.modules.bi.cell;

import org.jspecify.annotations.NullMarked;
