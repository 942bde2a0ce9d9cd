/**
 * The base of all charging: prices and plans, the rating of a charge, holds in Redis, the account row and its copy, the
 * encoding of usage.
 *
 * <p>Owns {@code billing.account}, {@code billing.open_bucket}, {@code billing.prepaid_grant}, {@code billing.budget},
 * {@code billing.budget_bucket} and {@code billing.slice}. Does not own the ledger's entries, statements and usage
 * rows: those are the meter's.
 *
 * <p>Invariant a newcomer would break: PostgreSQL has the account, Redis has a copy and the open holds, and nothing is
 * ever added to a copy. What is published is absolute and carries a sequence.
 */
@NullMarked
package dev.tollgate.money;

import org.jspecify.annotations.NullMarked;
