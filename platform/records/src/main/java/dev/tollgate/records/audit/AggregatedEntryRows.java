package dev.tollgate.records.audit;

import dev.tollgate.records.audit.chain.AuditEntry;
import dev.tollgate.records.audit.chain.AuditRows;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Aggregates entries of one credential, operation and hour into one row with their count, after the hour is over. The
 * ids of counted entries are kept until then, so that duplicates count once. Dry runs are no reads: each is a row, and
 * so is each call of an individual read.
 */
final class AggregatedEntryRows implements EntryRows {

    private static final String REMEMBER = """
            INSERT INTO audit.counted (hour, usage_id)
            SELECT date_trunc('hour', at, 'UTC'), id FROM unnest($1::timestamptz[], $2::uuid[]) AS e (at, id)
            ON CONFLICT DO NOTHING RETURNING usage_id
            """;

    private static final String COUNT = """
            INSERT INTO audit.hour AS h (%s, slice, hour)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                    $22, $23, $24, date_trunc('hour', $3, 'UTC'))
            ON CONFLICT (chain, actor_kind, actor_id, operation, surface, hour)
                DO UPDATE SET calls = h.calls + excluded.calls
            """.formatted(AuditRows.COLUMNS);

    private final EntryRows each = new SealedEntryRows();
    private final int sliceCount;
    private final Set<String> individual;

    /** @param individual names of the operations whose calls are not aggregated */
    AggregatedEntryRows(int sliceCount, Set<String> individual) {
        this.sliceCount = sliceCount;
        this.individual = individual;
    }

    @Override
    public Future<Integer> store(Transaction transaction, List<AuditEntry> entries) {
        var alone = entries.stream().filter(this::isIndividual).toList();
        var reads = entries.stream().filter(entry -> !isIndividual(entry)).toList();
        return each.store(transaction, alone)
                .compose(count -> counted(transaction, reads).map(count));
    }

    private boolean isIndividual(AuditEntry entry) {
        return entry.facts().dryRun() || individual.contains(entry.facts().operation());
    }

    private Future<Integer> counted(Transaction transaction, List<AuditEntry> entries) {
        return entries.isEmpty()
                ? Future.succeededFuture(0)
                : transaction.query(REMEMBER, columns(entries)).compose(rows -> {
                    var fresh = new HashSet<UUID>();
                    rows.forEach(row -> fresh.add(row.getUUID(0)));
                    return count(
                            transaction,
                            entries.stream()
                                    .filter(entry -> fresh.remove(entry.id()))
                                    .toList());
                });
    }

    private static Tuple columns(List<AuditEntry> entries) {
        return Tuple.tuple()
                .addValue(entries.stream()
                        .map(entry -> entry.facts().time().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new))
                .addValue(entries.stream().map(AuditEntry::id).toArray(UUID[]::new));
    }

    private Future<Integer> count(Transaction transaction, List<AuditEntry> fresh) {
        return fresh.isEmpty()
                ? Future.succeededFuture(0)
                : transaction
                        .batch(
                                COUNT,
                                fresh.stream()
                                        .map(entry -> AuditRows.row(entry)
                                                .addValue(Partitioner.of(
                                                        entry.chain().id(), sliceCount)))
                                        .toList())
                        .map(0);
    }
}
