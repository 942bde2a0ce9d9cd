/** Budgets of API keys, MCP clients and MCP grants: how they are declared, shown and set. */
@NullMarked
package dev.tollgate.gateway.control.budgets;

import org.jspecify.annotations.NullMarked;
