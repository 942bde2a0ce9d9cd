package dev.tollgate.records.audit;

import dev.tollgate.runtime.kafka.Partitions;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Stores entries that come from a topic, each at most once, one by one or as counts of the hour. */
final class EntryRows {

    /** Entries that are new wait for their seals. */
    private static final String EACH = """
            WITH fresh AS (
                INSERT INTO audit.event (%s)
                SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::uuid[], $5::uuid[], $6::uuid[],
                                     $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
                                     $13::text[], $14::text[], $15::text[], $16::text[], $17::bigint[], $18::bytea[],
                                     $19::bytea[], $20::uuid[], $21::text[], $22::text[])
                ON CONFLICT DO NOTHING RETURNING id, chain)
            INSERT INTO audit.pending (slice, event_id, chain)
            SELECT s.slice, fresh.id, fresh.chain
              FROM fresh JOIN unnest($2::uuid[], $23::int[]) AS s (id, slice) ON s.id = fresh.id
            ON CONFLICT DO NOTHING
            """.formatted(AuditRows.COLUMNS);

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
        if (entries.isEmpty()) {
            return;
        }
        if (counted) {
            var _ = transaction.batch(COUNTED, entries.stream().map(this::row).toList());
        } else {
            var slices = entries.stream().map(this::slice).toArray(Integer[]::new);
            var _ = transaction.query(EACH, AuditRows.columns(entries).addValue(slices));
        }
    }

    private Tuple row(AuditEntry entry) {
        return AuditRows.row(entry).addValue(slice(entry));
    }

    private int slice(AuditEntry entry) {
        return Partitions.of(entry.chain().id(), sliceCount);
    }
}
