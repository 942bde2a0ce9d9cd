package dev.tollgate.records.audit;

import dev.tollgate.runtime.kafka.Partitions;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.util.List;

/** Entries of one credential, operation and hour become one row with their number, once the hour is over. */
final class CountedRows implements EntryRows {

    private static final String COUNT = """
            INSERT INTO audit.hour AS h (%s, slice, hour)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                    $22, $23, date_trunc('hour', $3, 'UTC'))
            ON CONFLICT (chain, actor_id, operation, surface, hour) DO UPDATE SET calls = h.calls + excluded.calls
            """.formatted(AuditRows.COLUMNS);

    private final int sliceCount;

    CountedRows(int sliceCount) {
        this.sliceCount = sliceCount;
    }

    @Override
    public Future<Integer> store(Transaction transaction, List<AuditEntry> entries) {
        return entries.isEmpty()
                ? Future.succeededFuture(0)
                : transaction
                        .batch(
                                COUNT,
                                entries.stream()
                                        .map(entry -> AuditRows.row(entry)
                                                .addValue(Partitions.of(
                                                        entry.chain().id(), sliceCount)))
                                        .toList())
                        .map(0);
    }
}
