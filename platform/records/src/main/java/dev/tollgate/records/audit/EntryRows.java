package dev.tollgate.records.audit;

import dev.tollgate.records.audit.chain.AuditEntry;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.util.List;

/** Stores entries that come from a topic, each at most once. */
interface EntryRows {

    /** Stores them with this transaction; completes with how many joined their chain. */
    Future<Integer> store(Transaction transaction, List<AuditEntry> entries);
}
