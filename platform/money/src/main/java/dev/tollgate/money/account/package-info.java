/**
 * The account row in PostgreSQL and its copy in Redis: locking, changing, publishing, rebuilding.
 *
 * <p>Invariant a newcomer would break: a change and its sequence are one UPDATE, and a publish reads that row alone.
 */
@NullMarked
package dev.tollgate.money.account;

import org.jspecify.annotations.NullMarked;
