/**
 * Collections of the path of every call: bounded caches, counts and limits of concurrency, and waits with a deadline.
 *
 * <p>Invariant a newcomer would break: every cache has a maximum size.
 */
@NullMarked
package dev.tollgate.runtime.memory;

import org.jspecify.annotations.NullMarked;
