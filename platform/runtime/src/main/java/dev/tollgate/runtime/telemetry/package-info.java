/**
 * Logs, metrics and health as seen from outside. Owns their form and the management listener; does not own what a part
 * says about itself.
 *
 * <p>Invariant a newcomer would break: telemetry may lose a line, never a loop's time.
 */
@NullMarked
package dev.tollgate.runtime.telemetry;

import org.jspecify.annotations.NullMarked;
