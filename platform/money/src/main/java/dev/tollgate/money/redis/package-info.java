/**
 * Redis as the money sees it: one server or a cluster, its connections and redirects, and the library of functions that
 * is loaded into it. Knows of an account only its tenant, by which a cluster places it.
 *
 * <p>Invariant a newcomer would break: a library is never replaced by an older one, and a function that was sent
 * without an answer may have run.
 */
@NullMarked
package dev.tollgate.money.redis;

import org.jspecify.annotations.NullMarked;
