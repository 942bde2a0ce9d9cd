/**
 * The control plane's own operations: tenants, workspaces, members, modules, credentials. Owns schema {@code control};
 * money, usage and audit belong to others, even where they stand under the same routes.
 *
 * <p>Invariant a newcomer would break: every change that a gate looks at is announced in its own transaction
 * (AccessChanges), or a gateway goes on letting in what was shut out.
 */
@NullMarked
package dev.tollgate.gateway.control;

import org.jspecify.annotations.NullMarked;
