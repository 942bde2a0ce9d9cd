/**
 * Source of new ids, and the order of ids that PostgreSQL has too. Owns their order in time; does not own their text
 * form.
 *
 * <p>Invariant a newcomer would break: no other code makes a UUID out of a clock or a random number.
 */
@NullMarked
package dev.tollgate.runtime.ids;

import org.jspecify.annotations.NullMarked;
