/**
 * Analytics Governance: which events a workspace may track, which of their values are never stored in clear, and what
 * becomes of bad ones. Owns the schema {@code analytics}; the events themselves are of Data &amp; Insights, which it
 * meets in {@code dev.tollgate.modules.tracked}.
 *
 * <p>Invariant a newcomer would break: only the last approved revision of a definition checks events, and an approval
 * waits for the writes that read the one before it.
 */
@NullMarked
package dev.tollgate.modules.analytics;

import org.jspecify.annotations.NullMarked;
