package dev.tollgate.records.audit.chain;

import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Heads of chains, locked until the transaction ends, and the seals appended to them. Several heads are locked in the
 * order of their ids, so that no deadlock occurs.
 */
public final class LockedChainHeads {

    private static final String BEGIN = """
            INSERT INTO audit.head (chain, position, hash)
            SELECT chain, 0, $2 FROM unnest($1::uuid[]) AS t (chain)
             WHERE NOT EXISTS (SELECT FROM audit.head h WHERE h.chain = t.chain)
             ORDER BY chain
            ON CONFLICT DO NOTHING
            """;

    private static final String LOCK =
            "SELECT chain, position, hash FROM audit.head WHERE chain = ANY ($1) ORDER BY chain FOR UPDATE";

    private static final String SEAL = """
            INSERT INTO audit.seal (chain, position, event_id, digest, hash)
            SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::bytea[], $5::bytea[])
            """;

    private static final String MOVE = """
            UPDATE audit.head h SET position = moved.position, hash = moved.hash
              FROM unnest($1::uuid[], $2::bigint[], $3::bytea[]) AS moved (chain, position, hash)
             WHERE h.chain = moved.chain
            """;

    private record Head(long position, Buffer hash) {}

    private record Seal(UUID chain, long position, UUID eventId, Buffer digest, Buffer hash) {}

    private final Map<UUID, Head> heads = new HashMap<>();

    private LockedChainHeads() {}

    /** Locks the heads of these chains, and begins those that are new. */
    public static Future<LockedChainHeads> of(Transaction transaction, Collection<Chain> of) {
        if (of.isEmpty()) {
            return Future.succeededFuture(new LockedChainHeads());
        }
        var chains = of.stream().map(Chain::id).distinct().toArray(UUID[]::new);
        var _ = transaction.query(BEGIN, Tuple.tuple().addValue(chains).addValue(AuditDigest.GENESIS));
        return transaction.query(LOCK, Tuple.tuple().addValue(chains)).map(LockedChainHeads::locked);
    }

    private static LockedChainHeads locked(RowSet<Row> rows) {
        var locked = new LockedChainHeads();
        rows.forEach(row -> locked.heads.put(row.getUUID(0), new Head(row.getLong(1), row.getBuffer(2))));
        return locked;
    }

    /** Gives these entries, none of which has one, the next positions of their chains, with the COMMIT. */
    public static Future<Void> seal(Transaction transaction, List<AuditEntry> entries) {
        if (entries.isEmpty()) {
            return Future.succeededFuture();
        }
        return of(transaction, entries.stream().map(AuditEntry::chain).toList()).map(heads -> {
            heads.append(transaction, entries);
            return null;
        });
    }

    /** Appends a segment to its chain, which takes a position for each of its entries; {@link #move} stores it. */
    public ChainLink append(Chain chain, int entries, UUID segmentId, Buffer digest) {
        var head = Objects.requireNonNull(heads.get(chain.id()), "every chain has begun");
        long position = head.position() + entries;
        var hash = AuditDigest.chained(head.hash(), position, entries, segmentId, digest);
        heads.put(chain.id(), new Head(position, hash));
        return new ChainLink(position, hash);
    }

    /** Stores where the heads are now. */
    public Future<Void> move(Transaction transaction) {
        return heads.isEmpty()
                ? Future.succeededFuture()
                : transaction.query(MOVE, moved()).mapEmpty();
    }

    private void append(Transaction transaction, List<AuditEntry> entries) {
        var seals = new ArrayList<Seal>(entries.size());
        for (var entry : entries) {
            var chain = entry.chain().id();
            var head = Objects.requireNonNull(heads.get(chain), "every chain has begun");
            var digest = AuditDigest.of(entry);
            var position = head.position() + 1;
            var hash = AuditDigest.chained(head.hash(), position, entry.id(), digest);
            heads.put(chain, new Head(position, hash));
            seals.add(new Seal(chain, position, entry.id(), digest, hash));
        }
        transaction.atCommit(SEAL, columns(seals));
        transaction.atCommit(MOVE, moved());
    }

    private static Tuple columns(List<Seal> seals) {
        return Tuple.tuple()
                .addValue(seals.stream().map(Seal::chain).toArray(UUID[]::new))
                .addValue(seals.stream().map(Seal::position).toArray(Long[]::new))
                .addValue(seals.stream().map(Seal::eventId).toArray(UUID[]::new))
                .addValue(seals.stream().map(Seal::digest).toArray(Buffer[]::new))
                .addValue(seals.stream().map(Seal::hash).toArray(Buffer[]::new));
    }

    private Tuple moved() {
        var moved = List.copyOf(heads.entrySet());
        return Tuple.tuple()
                .addValue(moved.stream().map(Map.Entry::getKey).toArray(UUID[]::new))
                .addValue(moved.stream().map(head -> head.getValue().position()).toArray(Long[]::new))
                .addValue(moved.stream().map(head -> head.getValue().hash()).toArray(Buffer[]::new));
    }
}
