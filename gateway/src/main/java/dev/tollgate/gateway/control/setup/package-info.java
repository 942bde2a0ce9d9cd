/** Ready-made configurations of MCP clients for a workspace, without secrets. */
@NullMarked
package dev.tollgate.gateway.control.setup;

import org.jspecify.annotations.NullMarked;
