/**
 * Under whose rights events are sent. Reads what holders may do; owns no credential and no member.
 *
 * <p>Invariant a newcomer would break: a holder that is not found may read nothing, so that a failed look-up sends
 * less, never more.
 */
@NullMarked
package dev.tollgate.webhooks.holder;

import org.jspecify.annotations.NullMarked;
