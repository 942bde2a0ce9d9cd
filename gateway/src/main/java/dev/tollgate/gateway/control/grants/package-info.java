/** Grants: the most that people's agents may do over MCP. A grant narrows what a role allows, and never adds to it. */
@NullMarked
package dev.tollgate.gateway.control.grants;

import org.jspecify.annotations.NullMarked;
