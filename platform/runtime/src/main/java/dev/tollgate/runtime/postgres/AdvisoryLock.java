package dev.tollgate.runtime.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

/** An advisory lock of PostgreSQL: transactions that count rows before they add one take it, and go one at a time. */
public final class AdvisoryLock {

    private static final String TAKE = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";

    private AdvisoryLock() {}

    /** Held until the transaction ends. Statements that are submitted behind it see what its last holder committed. */
    public static Future<Void> take(Transaction transaction, String name) {
        return transaction.query(TAKE, Tuple.of(name)).mapEmpty();
    }
}
