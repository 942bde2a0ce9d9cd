/**
 * Product events: {@code track_events}, and the rows and ids that it keeps, by month.
 *
 * <p>Invariant a newcomer would break: a call writes rows and what it adds to cells in one transaction; see
 * {@link dev.tollgate.modules.bi.cell}.
 */
@NullMarked
package dev.tollgate.modules.bi.event;

import org.jspecify.annotations.NullMarked;
