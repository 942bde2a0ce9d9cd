/**
 * The product's workflows as MCP prompts: what a person picks and an agent then does with tools. A workflow names the
 * operations it calls, so that it is offered only to who may call them, and so that the start fails when one is gone.
 *
 * <p>Invariant a newcomer would break: a prompt is text and reads nothing; whatever an agent then learns, it learns
 * through calls that are gated, charged and audited.
 */
@NullMarked
package dev.tollgate.gateway.mcp.prompt;

import org.jspecify.annotations.NullMarked;
