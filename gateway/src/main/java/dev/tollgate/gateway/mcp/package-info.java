/**
 * MCP: one stateless endpoint, one message per POST, for the revisions 2025-06-18, 2025-11-25 and 2026-07-28. Owns
 * JSON-RPC, eras, lists by the page, event streams and who listens. What is offered stands behind
 * {@link dev.tollgate.gateway.mcp.Offer}; what a tool does, costs and needs is the pipeline's and the catalogue's.
 *
 * <p>Invariant a newcomer would break: nothing is read from a body before the caller has entered, and every request
 * that was admitted is ended once, whatever its message was.
 */
@NullMarked
package dev.tollgate.gateway.mcp;

import org.jspecify.annotations.NullMarked;
