package dev.tollgate.webhooks.subscription;

import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.sqlclient.Tuple;

/**
 * How the dispatcher's transactions run. Plans go from a few keys into tables of many partitions: a plan made while the
 * tables were small would scan them later.
 *
 * <p>A commit that only takes does not wait for the disk: what a server that dies forgets is in Kafka still, or is
 * attempted again under the same {@code webhook-id}. One that tells does: the relay sees an outbox row before it is on
 * the disk, and Kafka would keep the charge of an attempt that the server has forgotten.
 */
public final class TransactionSettings {

    private static final String TELLING = """
            SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
                   set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)""";

    private static final String TAKING = TELLING + ", set_config('synchronous_commit', 'off', true)";

    private TransactionSettings() {}

    /** For a transaction that leaves nothing in the outbox, from its next statement on. */
    public static void taking(Transaction transaction) {
        var _ = transaction.query(TAKING, Tuple.tuple());
    }

    /** For a transaction that leaves something in the outbox, from its next statement on. */
    public static void telling(Transaction transaction) {
        var _ = transaction.query(TELLING, Tuple.tuple());
    }
}
