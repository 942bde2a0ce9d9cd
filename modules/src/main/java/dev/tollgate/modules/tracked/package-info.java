/**
 * Tracked events between the two modules that handle them: Analytics Governance checks and hashes them
 * ({@link dev.tollgate.modules.tracked.EventGovernance}), Data &amp; Insights stores them
 * ({@link dev.tollgate.modules.tracked.EventMaintenance}). Owns the forms they exchange, and no table.
 *
 * <p>Invariant a newcomer would break: a {@link dev.tollgate.modules.tracked.ClearEvent} is never stored, logged or
 * shown; only what {@link dev.tollgate.modules.tracked.EventGovernance#check} gives is.
 */
@NullMarked
package dev.tollgate.modules.tracked;

import org.jspecify.annotations.NullMarked;
