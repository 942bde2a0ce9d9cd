/**
 * Types that all parts share: operations, callers, outcomes, events. Values only: no I/O, no threads, no settings.
 *
 * <p>Invariant a newcomer would break: the contract depends on the JDK, vertx-core and the id codec, and nothing else.
 */
@NullMarked
package dev.tollgate.contract;

import org.jspecify.annotations.NullMarked;
