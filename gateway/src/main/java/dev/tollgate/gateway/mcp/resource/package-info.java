/**
 * Records as MCP resources. Which there are is read off the catalogue: every operation that gets one thing is a
 * resource or a template, and reading it is that very operation, with its gates, its price and its audit event.
 *
 * <p>Invariant a newcomer would break: nothing is read past the pipeline, and what a caller may not read looks like
 * what does not exist.
 */
@NullMarked
package dev.tollgate.gateway.mcp.resource;

import org.jspecify.annotations.NullMarked;
