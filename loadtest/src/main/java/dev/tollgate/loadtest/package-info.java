/**
 * Load and fault runs against a real installation, from outside: they know the public contract and nothing else of the
 * product. Environments start it, scenarios load it and check what it counted, reports keep the figures.
 *
 * <p>Invariant a newcomer would break: a figure is kept only together with the check that the client's own count
 * agrees.
 */
@NullMarked
package dev.tollgate.loadtest;

import org.jspecify.annotations.NullMarked;
