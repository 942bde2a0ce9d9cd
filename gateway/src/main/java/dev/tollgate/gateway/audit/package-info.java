/**
 * Audit entries outside of transactions: refusals of known credentials, and answered calls without an account. Owns
 * their aggregation; the audit intake writes the rows.
 *
 * <p>Invariant a newcomer would break: a caller who is refused a thousand times a second costs one event a second.
 */
@NullMarked
package dev.tollgate.gateway.audit;

import org.jspecify.annotations.NullMarked;
