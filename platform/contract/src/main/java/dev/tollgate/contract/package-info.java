/**
 * Types that all parts share: operations, callers, outcomes, events, references. Values only: no I/O, no threads, no
 * settings.
 *
 * <p>Invariant a newcomer would break: the contract depends on the JDK and vertx-core only; the codec of ids is its
 * own.
 */
@NullMarked
package dev.tollgate.contract;

import org.jspecify.annotations.NullMarked;
