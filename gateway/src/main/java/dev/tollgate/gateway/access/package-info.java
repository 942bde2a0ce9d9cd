/**
 * Admission of known callers: client addresses and their throttle, workspace state, module, scope and role, in-flight
 * caps and flood buckets. Owns no look-up: everything it needs is handed to it, so nothing here waits.
 *
 * <p>Invariant a newcomer would break: what is counted for a caller is bounded, so that no number of addresses or
 * credentials can fill the memory.
 */
@NullMarked
package dev.tollgate.gateway.access;

import org.jspecify.annotations.NullMarked;
