/**
 * Pages of lists: their size, their order by key, and the cursor that goes on behind one. Reads no table.
 *
 * <p>Invariant a newcomer would break: a cursor is signed and belongs to one list, chain and filter.
 */
@NullMarked
package dev.tollgate.records.page;

import org.jspecify.annotations.NullMarked;
