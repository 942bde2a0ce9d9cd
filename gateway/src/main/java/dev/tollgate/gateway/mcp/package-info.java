/**
 * MCP: one stateless endpoint, one message per POST, for the revisions 2025-06-18, 2025-11-25 and 2026-07-28. Owns
 * JSON-RPC, eras, paged lists, event streams and listeners. Capabilities are behind
 * {@link dev.tollgate.gateway.mcp.capability.McpCapabilities}; what a tool does, costs and needs is the pipeline's and
 * the catalogue's.
 *
 * <p>Invariant a newcomer would break: nothing is read from a body before the caller has entered, and every request
 * that was admitted is ended once, whatever its message was.
 */
@NullMarked
package dev.tollgate.gateway.mcp;

import org.jspecify.annotations.NullMarked;
