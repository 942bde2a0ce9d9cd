/**
 * People and agents of the identity provider. Owns the issuer's keys, the verification of its tokens and the cache of
 * people; does not own the rows (control) nor what a role may do (access).
 *
 * <p>Invariant a newcomer would break: no claim of a token creates a membership. A claim identifies a subject, and at
 * most updates the role of an existing membership.
 */
@NullMarked
package dev.tollgate.gateway.identity;

import org.jspecify.annotations.NullMarked;
