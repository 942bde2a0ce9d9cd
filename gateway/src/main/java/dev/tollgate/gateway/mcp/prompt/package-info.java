/**
 * The product's workflows as MCP prompts: what a person picks and an agent then does with tools. A workflow names the
 * operations it calls, so that it is offered only to callers who may use them, and so that the start fails if one is
 * missing.
 *
 * <p>Invariant a newcomer would break: a prompt is text and reads nothing; an agent gets data only through calls that
 * are checked, charged and audited.
 */
@NullMarked
package dev.tollgate.gateway.mcp.prompt;

import org.jspecify.annotations.NullMarked;
