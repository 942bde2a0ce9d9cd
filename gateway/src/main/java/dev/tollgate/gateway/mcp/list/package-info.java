/** Pages of lists as bytes that callers with the same rights share, and their cursors. */
@NullMarked
package dev.tollgate.gateway.mcp.list;

import org.jspecify.annotations.NullMarked;
