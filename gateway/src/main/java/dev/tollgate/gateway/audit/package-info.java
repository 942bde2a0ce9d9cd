/**
 * What the audit is told outside of transactions: refusals of known credentials, and answered calls that no account
 * stands behind. Owns their coalescing; the rows are made by the audit intake.
 *
 * <p>Invariant a newcomer would break: a caller who is refused a thousand times a second costs one event a second.
 */
@NullMarked
package dev.tollgate.gateway.audit;

import org.jspecify.annotations.NullMarked;
