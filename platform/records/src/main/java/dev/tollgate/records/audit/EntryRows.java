package dev.tollgate.records.audit;

import dev.tollgate.runtime.kafka.Partitions;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Stores entries that come from a topic, each at most once, one by one or as counts of the hour. */
final class EntryRows {

    /** An entry that is new waits for its seal. */
    private static final String EACH = """
            WITH fresh AS (%s RETURNING id, chain)
            INSERT INTO audit.pending (slice, event_id, chain) SELECT $23, id, chain FROM fresh
            """.formatted(AuditRows.INSERT_ONCE);

    private static final String COUNTED = """
            INSERT INTO audit.hour AS h (%s, slice, hour)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                    $22, $23, date_trunc('hour', $3, 'UTC'))
            ON CONFLICT (chain, actor_id, operation, surface, hour) DO UPDATE SET calls = h.calls + excluded.calls
            """.formatted(AuditRows.COLUMNS);

    private final boolean counted;
    private final int sliceCount;

    private EntryRows(boolean counted, int sliceCount) {
        this.counted = counted;
        this.sliceCount = sliceCount;
    }

    /** Every entry is a row of its own. */
    static EntryRows each(int sliceCount) {
        return new EntryRows(false, sliceCount);
    }

    /** Entries of one credential, operation and hour become one row with their number, once the hour is over. */
    static EntryRows counted(int sliceCount) {
        return new EntryRows(true, sliceCount);
    }

    void store(Transaction transaction, List<AuditEntry> entries) {
        if (!entries.isEmpty()) {
            var _ = transaction.batch(
                    counted ? COUNTED : EACH, entries.stream().map(this::row).toList());
        }
    }

    private Tuple row(AuditEntry entry) {
        return AuditRows.row(entry).addValue(Partitions.of(entry.chain().id(), sliceCount));
    }
}
