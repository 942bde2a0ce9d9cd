/**
 * Every operation the product offers, checked whole at start. Owns what is read off a declaration once: its faults, and
 * the bit of each scope and module; schemas, validators and routes are in the packages below. Owns no protocol: REST,
 * MCP and OpenAPI read it and do not know each other.
 *
 * <p>Invariant a newcomer would break: holding a catalogue means its declarations are sound, so no reader checks them
 * again; and nothing here is reflected, compiled or sorted after start.
 */
@NullMarked
package dev.tollgate.gateway.catalogue;

import org.jspecify.annotations.NullMarked;
