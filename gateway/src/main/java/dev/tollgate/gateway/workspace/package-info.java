/**
 * The operations of the Workspace module: what a credential may know of where it is, the audit, and one request as a
 * whole. Owns no table: it asks the gates, the audit, billing and webhooks.
 *
 * <p>Invariant a newcomer would break: what another part knows is read through what that part hands out for it, never
 * from its tables.
 */
@NullMarked
package dev.tollgate.gateway.workspace;

import org.jspecify.annotations.NullMarked;
