/** JSON-RPC messages, revisions and eras: requests and replies as values. Knows no HTTP and no catalogue. */
@NullMarked
package dev.tollgate.gateway.mcp.protocol;

import org.jspecify.annotations.NullMarked;
