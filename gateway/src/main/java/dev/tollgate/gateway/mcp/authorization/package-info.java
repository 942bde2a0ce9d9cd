/** What agents without a good token are told: where tokens come from, and which are wanted (RFC 9728, RFC 6750). */
@NullMarked
package dev.tollgate.gateway.mcp.authorization;

import org.jspecify.annotations.NullMarked;
