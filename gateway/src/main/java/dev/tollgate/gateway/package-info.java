/**
 * The gateway: terminates REST and MCP, checks, meters, dispatches, and runs the control plane. Owns schema
 * {@code control}; owns no business record and never moves money.
 *
 * <p>Invariant a newcomer would break: readers of the catalogue (rest, mcp, openapi) do not know each other; what two
 * of them need is in a package of its own.
 */
@NullMarked
package dev.tollgate.gateway;

import org.jspecify.annotations.NullMarked;
