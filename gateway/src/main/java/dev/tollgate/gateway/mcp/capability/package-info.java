/**
 * Interfaces of what the server offers: tools, resources, prompts, completions. {@code app} chooses what is behind
 * them.
 */
@NullMarked
package dev.tollgate.gateway.mcp.capability;

import org.jspecify.annotations.NullMarked;
