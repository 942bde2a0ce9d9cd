/**
 * The account as people see and change it: billing view, top-up, plan, override, plans and prices. Owns the top-ups'
 * records; does not own the account row, which only {@code money.account} writes.
 *
 * <p>Invariant a newcomer would break: every change of an account writes its ledger transfers in the same transaction
 * and publishes the account after the commit, never before.
 */
@NullMarked
package dev.tollgate.billing.account;

import org.jspecify.annotations.NullMarked;
