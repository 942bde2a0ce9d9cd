/**
 * Budgets of credentials: the most that an API key, an MCP client or a person's agents may spend per day, month or in
 * total. A budget has a row in PostgreSQL and a copy in Redis, as the account has; it only narrows what the account
 * allows.
 *
 * <p>Invariant a newcomer would break: a copy of a budget is of the account's incarnation, and is only made where the
 * account's copy is current; a credential without a budget has neither row nor copy.
 */
@NullMarked
package dev.tollgate.money.budget;

import org.jspecify.annotations.NullMarked;
