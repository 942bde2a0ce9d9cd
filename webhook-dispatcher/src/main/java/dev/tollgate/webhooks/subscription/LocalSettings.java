package dev.tollgate.webhooks.subscription;

import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.sqlclient.Tuple;

/**
 * How the dispatcher's transactions run. Plans go from a few keys into tables of many partitions: one that was made
 * while the tables were small would scan them for ever. A commit does not wait for the disk: what a server that dies
 * forgets is in Kafka still, or is attempted again under the same {@code webhook-id}.
 */
public final class LocalSettings {

    private static final String SET = """
            SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
                   set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
                   set_config('synchronous_commit', 'off', true)
            """;

    private LocalSettings() {}

    /** For this transaction, from its next statement on. */
    public static void in(Transaction transaction) {
        var _ = transaction.query(SET, Tuple.tuple());
    }
}
