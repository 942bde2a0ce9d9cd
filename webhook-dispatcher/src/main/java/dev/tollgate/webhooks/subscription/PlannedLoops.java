package dev.tollgate.webhooks.subscription;

import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.sqlclient.Tuple;

/**
 * How the dispatcher's statements are to be planned: from a few keys into tables of many partitions, once. A plan that
 * was made while the tables were small would scan them for ever.
 */
public final class PlannedLoops {

    private static final String SET = """
            SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
                   set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)
            """;

    private PlannedLoops() {}

    /** For this transaction, from its next statement on. */
    public static void in(Transaction transaction) {
        var _ = transaction.query(SET, Tuple.tuple());
    }
}
