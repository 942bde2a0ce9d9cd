/**
 * Redis as a fast counter: one connection per event loop, requests of a tick in one batch. Owns the connection and the
 * batching; does not own keys or functions.
 *
 * <p>Invariant a newcomer would break: nothing is sent twice unless the answer proves that it did not run.
 */
@NullMarked
package dev.tollgate.runtime.redis;

import org.jspecify.annotations.NullMarked;
