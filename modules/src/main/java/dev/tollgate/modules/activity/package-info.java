/**
 * The module Activity Log: what happened, by whom and about what. Owns the schema {@code activity}; does not know what
 * an activity is related to.
 *
 * <p>Invariant a newcomer would break: the log is append-only. No operation changes an activity, and the role that
 * answers calls has no right to.
 */
@NullMarked
package dev.tollgate.modules.activity;

import org.jspecify.annotations.NullMarked;
