/**
 * The module Tasks: tasks of people. Owns the schema {@code tasks}; knows records of other modules by their ids only.
 *
 * <p>Invariant a newcomer would break: an operation is declared in {@code TaskOperations} together with its change, and
 * nothing else has to know of it.
 */
@NullMarked
package dev.tollgate.modules.tasks;

import org.jspecify.annotations.NullMarked;
