/** Operations of the catalogue as tools. */
@NullMarked
package dev.tollgate.gateway.mcp.tool;

import org.jspecify.annotations.NullMarked;
