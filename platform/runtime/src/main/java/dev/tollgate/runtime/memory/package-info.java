/**
 * Bounded caches of a process.
 *
 * <p>Invariant a newcomer would break: every cache has a maximum size.
 */
@NullMarked
package dev.tollgate.runtime.memory;

import org.jspecify.annotations.NullMarked;
