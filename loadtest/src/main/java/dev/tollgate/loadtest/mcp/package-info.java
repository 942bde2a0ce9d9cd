/**
 * {@code bin/tollgate bench mcp}: a crowd of agents for a long while, what it leaves in the gateway's heap and sockets,
 * and the same tool beside the server that the MCP SDK brings along.
 */
@NullMarked
package dev.tollgate.loadtest.mcp;

import org.jspecify.annotations.NullMarked;
