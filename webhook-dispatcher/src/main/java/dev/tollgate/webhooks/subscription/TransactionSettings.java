package dev.tollgate.webhooks.subscription;

import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.sqlclient.Tuple;

/**
 * PostgreSQL settings of the dispatcher's transactions. Statements look up a few keys in tables of many partitions: a
 * plan made while the tables were small would scan them later.
 *
 * <p>A commit that writes nothing to the outbox does not wait for the disk: what a crash loses is still in Kafka, or is
 * attempted again under the same {@code webhook-id}. A commit with outbox rows does wait: the relay sees a row before
 * it is on disk, and Kafka would keep the charge of an attempt that the server has lost.
 */
public final class TransactionSettings {

    private static final String TELLING = """
            SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
                   set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)""";

    private static final String TAKING = TELLING + ", set_config('synchronous_commit', 'off', true)";

    private TransactionSettings() {}

    /** For a transaction that writes nothing to the outbox, from its next statement on. */
    public static void taking(Transaction transaction) {
        var _ = transaction.query(TAKING, Tuple.tuple());
    }

    /** For a transaction that writes to the outbox, from its next statement on. */
    public static void telling(Transaction transaction) {
        var _ = transaction.query(TELLING, Tuple.tuple());
    }
}
