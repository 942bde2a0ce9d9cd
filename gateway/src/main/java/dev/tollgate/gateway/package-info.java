/**
 * The gateway: terminates REST and MCP, checks, meters, dispatches, runs the control plane and its console, and streams
 * files by signed URLs. Owns schema {@code control}; owns no business record and never moves money.
 *
 * <p>Invariant a newcomer would break: readers of the catalogue (rest, mcp, openapi, console) do not know each other;
 * what two of them need is in a package of its own.
 */
@NullMarked
package dev.tollgate.gateway;

import org.jspecify.annotations.NullMarked;
