/**
 * The module Activity Log: what happened, by whom and about what, and the events of all modules as timelines show them.
 * Owns the schema {@code activity}; knows no other module, only the ids in the data of events.
 *
 * <p>Invariant a newcomer would break: the log is append-only. No operation changes an activity, and the role that
 * answers calls has no right to.
 */
@NullMarked
package dev.tollgate.modules.activity;

import org.jspecify.annotations.NullMarked;
