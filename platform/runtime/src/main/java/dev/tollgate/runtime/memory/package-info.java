/**
 * What a process remembers of things it has met.
 *
 * <p>Invariant a newcomer would break: whoever remembers says how much at the most.
 */
@NullMarked
package dev.tollgate.runtime.memory;

import org.jspecify.annotations.NullMarked;
