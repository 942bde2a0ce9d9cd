/**
 * The module Tasks: tasks of people. Owns the schema {@code tasks}; does not know what a task is related to.
 *
 * <p>Invariant a newcomer would break: an operation is declared in {@code TaskOperations} together with its change, and
 * nothing else has to know of it.
 */
@NullMarked
package dev.tollgate.modules.tasks;

import org.jspecify.annotations.NullMarked;
