/**
 * PostgreSQL as the parts see it: sessions, reads, transactions, notifications. Owns connections, roles and time-outs;
 * does not own any table.
 *
 * <p>Invariant a newcomer would break: a statement on a table with row-level security sets the walls itself
 * ({@link dev.tollgate.runtime.postgres.WalledStatements}, {@link dev.tollgate.runtime.postgres.Insertions}) or runs in
 * a transaction that has set them; there is no way around {@link dev.tollgate.runtime.postgres.Database} to a
 * connection.
 */
@NullMarked
package dev.tollgate.runtime.postgres;

import org.jspecify.annotations.NullMarked;
