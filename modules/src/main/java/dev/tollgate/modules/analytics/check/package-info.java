/**
 * Checks tracked events by the rules of a workspace, and hashes what must not be stored in clear. Decides; stores
 * nothing.
 *
 * <p>Invariant a newcomer would break: faults, and whatever else a verdict has, contain no value of an event that is
 * not hashed where it must be.
 */
@NullMarked
package dev.tollgate.modules.analytics.check;

import org.jspecify.annotations.NullMarked;
