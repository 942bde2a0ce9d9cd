/**
 * Every operation the product offers, checked whole at start. Owns what is read off a declaration once: faults, JSON
 * Schemas, compiled input validators, the route trie, the bit of each scope and module. Owns no protocol: REST, MCP and
 * OpenAPI read it and do not know each other.
 *
 * <p>Invariant a newcomer would break: holding a catalogue means its declarations are sound, so no reader checks them
 * again; and nothing here is reflected, compiled or sorted after start.
 */
@NullMarked
package dev.tollgate.gateway.catalogue;

import org.jspecify.annotations.NullMarked;
