/**
 * Product events: {@code track_events}, their rows, and cells that count them by the hour. A call writes rows and what
 * it adds to cells in one transaction; {@link dev.tollgate.modules.bi.event.CellFold} adds that to the cells later.
 * Queries read cells and what is still to be added in one snapshot.
 *
 * <p>Invariant a newcomer would break: cells always equal the rows. Whatever inserts, changes or removes rows changes
 * cells or what is pending in the same transaction, and under the lock of
 * {@link dev.tollgate.modules.bi.event.CellFold} where it changes what is there.
 */
@NullMarked
package dev.tollgate.modules.bi.event;

import org.jspecify.annotations.NullMarked;
