/**
 * Whom a token identifies. Owns the form and the hash of tokens, their look-up and the caches before it; does not own
 * the rows (control) nor what a caller may do (access).
 *
 * <p>Invariant a newcomer would break: what was looked up before a change was announced is never cached after it.
 */
@NullMarked
package dev.tollgate.gateway.credential;

import org.jspecify.annotations.NullMarked;
