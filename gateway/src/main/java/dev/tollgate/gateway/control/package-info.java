/**
 * The control plane's own operations: tenants, workspaces, members, modules, credentials. Owns schema {@code control};
 * money, usage and audit belong to others, even under the same routes.
 *
 * <p>Invariant a newcomer would break: every change of access is announced in its own transaction
 * ({@code AccessInvalidation}), or a gateway still admits a caller who lost access.
 */
@NullMarked
package dev.tollgate.gateway.control;

import org.jspecify.annotations.NullMarked;
