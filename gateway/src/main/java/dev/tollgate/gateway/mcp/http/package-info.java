/** HTTP transport of MCP: host check, headers, responses. Knows no message and no method. */
@NullMarked
package dev.tollgate.gateway.mcp.http;

import org.jspecify.annotations.NullMarked;
