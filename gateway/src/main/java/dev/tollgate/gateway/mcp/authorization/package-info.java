/**
 * Authorization metadata and challenges for agents without a valid token: the source of tokens and the audience they
 * need (RFC 9728, RFC 6750).
 */
@NullMarked
package dev.tollgate.gateway.mcp.authorization;

import org.jspecify.annotations.NullMarked;
