/**
 * Pure arithmetic on an account: draws, months, closes, balances. No database, no clock, no future.
 *
 * <p>Invariant a newcomer would break: every number shown, enforced or billed comes from here; Redis only adds and
 * compares.
 */
@NullMarked
package dev.tollgate.money.rating;

import org.jspecify.annotations.NullMarked;
