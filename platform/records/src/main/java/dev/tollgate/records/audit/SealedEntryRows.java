package dev.tollgate.records.audit;

import dev.tollgate.records.audit.chain.AuditEntry;
import dev.tollgate.records.audit.chain.AuditRows;
import dev.tollgate.records.audit.chain.LockedChainHeads;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;

/**
 * Every entry is a row of its own. It joins its chain in the transaction that stores it: who has the entry in hand need
 * not write down that it waits, and read it back.
 */
public final class SealedEntryRows implements EntryRows {

    private static final String STORE = """
            INSERT INTO audit.event (%s)
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::uuid[], $5::uuid[], $6::uuid[],
                                 $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
                                 $13::text[], $14::text[], $15::text[], $16::text[], $17::bigint[], $18::bytea[],
                                 $19::bytea[], $20::uuid[], $21::text[], $22::text[], $23::boolean[])
            ON CONFLICT DO NOTHING RETURNING id
            """.formatted(AuditRows.COLUMNS);

    @Override
    public Future<Integer> store(Transaction transaction, List<AuditEntry> entries) {
        if (entries.isEmpty()) {
            return Future.succeededFuture(0);
        }
        return transaction.query(STORE, AuditRows.columns(entries)).compose(rows -> {
            var fresh = new HashSet<UUID>();
            rows.forEach(row -> fresh.add(row.getUUID(0)));
            var sealed =
                    entries.stream().filter(entry -> fresh.remove(entry.id())).toList();
            return LockedChainHeads.seal(transaction, sealed).map(sealed.size());
        });
    }
}
