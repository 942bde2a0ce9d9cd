/**
 * The life of a process: services start in order, become ready, drain and stop. Owns signals and exit codes.
 *
 * <p>Invariant a newcomer would break: every step has a bound, so a process always ends.
 */
@NullMarked
package dev.tollgate.runtime.process;

import org.jspecify.annotations.NullMarked;
