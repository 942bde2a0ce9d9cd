/**
 * Metered calls, kept in segments: how they are stored, chained, found and read. Does not own their bytes
 * ({@link dev.tollgate.money.usage.CallColumns}), nor the audit entries of writes and refusals, which are rows.
 *
 * <p>Invariant a newcomer would break: a segment is never changed, but for its origins, which may be forgotten; its
 * digest covers everything else.
 */
@NullMarked
package dev.tollgate.records.call;

import org.jspecify.annotations.NullMarked;
