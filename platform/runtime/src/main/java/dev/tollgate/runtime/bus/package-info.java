/**
 * Carries a call to the module that answers it. Owns the hop, which is none: caller and module share one event loop.
 *
 * <p>Invariant a newcomer would break: a bus belongs to one loop and is never handed to another.
 */
@NullMarked
package dev.tollgate.runtime.bus;

import org.jspecify.annotations.NullMarked;
