/**
 * Migrations: the files of each part, the roles that they need, and that they run once, before any part serves.
 *
 * <p>Invariant a newcomer would break: a released migration is never edited; the one before it may still run beside it.
 */
@NullMarked
package dev.tollgate.runtime.migration;

import org.jspecify.annotations.NullMarked;
