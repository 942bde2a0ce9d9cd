/**
 * Repetition of asynchronous steps: loops, pauses between attempts, and steps that leave the event loop.
 *
 * <p>Invariant a newcomer would break: a method that returns a future does not call itself from a lambda, since each
 * round would nest another future and the last one overflows the stack. It uses
 * {@link dev.tollgate.runtime.repeat.FutureLoop}.
 */
@NullMarked
package dev.tollgate.runtime.repeat;

import org.jspecify.annotations.NullMarked;
