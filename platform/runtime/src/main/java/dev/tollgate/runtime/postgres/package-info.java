/**
 * PostgreSQL as the parts see it: sessions, reads, transactions, migrations, notifications. Owns connections, roles and
 * time-outs; does not own any table.
 *
 * <p>Invariant a newcomer would break: a statement on a table with row-level security runs inside a transaction that
 * has named its session; there is no way around {@link dev.tollgate.runtime.postgres.Database} to a connection.
 */
@NullMarked
package dev.tollgate.runtime.postgres;

import org.jspecify.annotations.NullMarked;
