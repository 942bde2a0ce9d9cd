/** The MCP policy of a workspace: the ways in which agents may authenticate. */
@NullMarked
package dev.tollgate.gateway.control.policy;

import org.jspecify.annotations.NullMarked;
