/**
 * Keyed hashes of values that are not stored in clear, and the keys of each workspace.
 *
 * <p>Invariant a newcomer would break: the key of actors is never replaced, and no key is ever deleted: what is stored
 * could not be found any more.
 */
@NullMarked
package dev.tollgate.modules.analytics.hash;

import org.jspecify.annotations.NullMarked;
