/** API keys and MCP clients: scopes, secrets, rotation, revocation. */
@NullMarked
package dev.tollgate.gateway.control.credentials;

import org.jspecify.annotations.NullMarked;
