/**
 * Who a person is that an identity provider vouches for. Owns the issuer's keys, the check of its tokens and what the
 * gates know of a person; does not own the rows (control) nor what a role may do (access).
 *
 * <p>Invariant a newcomer would break: nothing a token claims makes anybody a member. A claim says who somebody is, and
 * at most renews the role of a membership there is.
 */
@NullMarked
package dev.tollgate.gateway.identity;

import org.jspecify.annotations.NullMarked;
