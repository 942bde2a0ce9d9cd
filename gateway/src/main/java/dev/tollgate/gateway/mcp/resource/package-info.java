/**
 * Records as MCP resources. Which there are is read off the catalogue: every operation that gets one thing is a
 * resource or a template, and reading it is that very operation, with its gates, its price and its audit event.
 *
 * <p>Invariants a newcomer would break: nothing is read past the pipeline, and what belongs to another workspace looks
 * like what does not exist. A scope that is missing is said, as it is everywhere.
 */
@NullMarked
package dev.tollgate.gateway.mcp.resource;

import org.jspecify.annotations.NullMarked;
