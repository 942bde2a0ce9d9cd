package dev.tollgate.records.audit;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.Session;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Gives entries their positions: the next of their chain, with a hash over everything before. Any number of processes
 * may run one; a lock lets one of them at a slice at a time.
 */
public final class Sealer {

    /** Entries of one transaction. */
    static final int BATCH_MAX = 1_000;

    private static final Duration TIME_MAX = Duration.ofSeconds(10);

    private static final String WAITING = """
            SELECT s FROM generate_series(0, $1::int - 1) AS s
             WHERE EXISTS (SELECT FROM audit.pending p WHERE p.slice = s)
            """;

    private static final String LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended('audit.seal', $1::int))";

    private static final String PENDING = "SELECT " + AuditRows.COLUMNS + """
               FROM (SELECT p.event_id, p.chain AS of_chain FROM audit.pending p
                      WHERE p.slice = $1 ORDER BY p.event_id LIMIT $2) AS waiting
               JOIN audit.event ON chain = of_chain AND id = event_id
              ORDER BY id
            """;

    private static final String HEADS = "SELECT chain, position, hash FROM audit.head WHERE chain = ANY ($1)";

    private static final String SEAL = """
            INSERT INTO audit.seal (chain, position, event_id, digest, hash)
            SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::bytea[], $5::bytea[])
            """;

    private static final String MOVE_HEADS = """
            INSERT INTO audit.head AS h (chain, position, hash)
            SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bytea[])
            ON CONFLICT (chain) DO UPDATE SET position = excluded.position, hash = excluded.hash
            """;

    private static final String DONE = "DELETE FROM audit.pending WHERE slice = $1 AND event_id = ANY ($2)";

    private record Head(long position, Buffer hash) {}

    private record Seal(UUID chain, long position, UUID eventId, Buffer digest, Buffer hash) {}

    private final Database database;
    private final int sliceCount;
    private final InstantSource clock;

    /** The database is in the sealer's role. */
    public Sealer(Database database, int sliceCount, InstantSource clock) {
        this.database = database;
        this.sliceCount = sliceCount;
        this.clock = clock;
    }

    /** Seals what waits now; completes with the number of entries sealed. */
    public Future<Integer> seal() {
        return database.read(Session.NONE, WAITING, Tuple.of(sliceCount)).compose(this::sealSlices);
    }

    private Future<Integer> sealSlices(RowSet<Row> slices) {
        Future<Integer> sealed = Future.succeededFuture(0);
        for (var row : slices) {
            var slice = row.getInteger(0);
            sealed = sealed.compose(before -> sealSlice(slice).map(count -> before + count));
        }
        return sealed;
    }

    private Future<Integer> sealSlice(int slice) {
        return database.transaction(Session.NONE, clock.instant().plus(TIME_MAX), transaction -> {
                    var locked = transaction.query(LOCK, Tuple.of(slice));
                    var pending = transaction.query(PENDING, Tuple.of(slice, BATCH_MAX));
                    return Future.all(locked, pending)
                            .compose(_ -> locked.result().iterator().next().getBoolean(0)
                                    ? sealed(transaction, slice, pending.result())
                                    : Future.succeededFuture(0));
                })
                .compose(count -> count == BATCH_MAX ? sealSlice(slice).map(more -> count + more) : count(count));
    }

    private static Future<Integer> count(int count) {
        return Future.succeededFuture(count);
    }

    private Future<Integer> sealed(Transaction transaction, int slice, RowSet<Row> rows) {
        var entries = new ArrayList<AuditEntry>(rows.size());
        rows.forEach(row -> entries.add(AuditRows.entry(row)));
        if (entries.isEmpty()) {
            return count(0);
        }
        var chains =
                entries.stream().map(entry -> entry.chain().id()).distinct().toArray(UUID[]::new);
        return transaction
                .query(HEADS, Tuple.tuple().addValue(chains))
                .map(heads -> stored(transaction, slice, entries, heads(heads)));
    }

    private static Map<UUID, Head> heads(RowSet<Row> rows) {
        var heads = new HashMap<UUID, Head>();
        rows.forEach(row -> heads.put(row.getUUID(0), new Head(row.getLong(1), row.getBuffer(2))));
        return heads;
    }

    private static int stored(Transaction transaction, int slice, List<AuditEntry> entries, Map<UUID, Head> heads) {
        var seals = new ArrayList<Seal>(entries.size());
        for (var entry : entries) {
            var chain = entry.chain().id();
            var head = heads.getOrDefault(chain, new Head(0, AuditDigest.GENESIS));
            var digest = AuditDigest.of(entry);
            var position = head.position() + 1;
            var hash = AuditDigest.chained(head.hash(), position, entry.id(), digest);
            heads.put(chain, new Head(position, hash));
            seals.add(new Seal(chain, position, entry.id(), digest, hash));
        }
        transaction.atCommit(SEAL, columns(seals));
        transaction.atCommit(MOVE_HEADS, headColumns(heads));
        transaction.atCommit(DONE, Tuple.tuple().addValue(slice).addValue(ids(seals)));
        return seals.size();
    }

    private static Tuple columns(List<Seal> seals) {
        return Tuple.tuple()
                .addValue(seals.stream().map(Seal::chain).toArray(UUID[]::new))
                .addValue(seals.stream().map(Seal::position).toArray(Long[]::new))
                .addValue(ids(seals))
                .addValue(seals.stream().map(Seal::digest).toArray(Buffer[]::new))
                .addValue(seals.stream().map(Seal::hash).toArray(Buffer[]::new));
    }

    private static UUID[] ids(List<Seal> seals) {
        return seals.stream().map(Seal::eventId).toArray(UUID[]::new);
    }

    private static Tuple headColumns(Map<UUID, Head> heads) {
        var moved = List.copyOf(heads.entrySet());
        return Tuple.tuple()
                .addValue(moved.stream().map(Map.Entry::getKey).toArray(UUID[]::new))
                .addValue(moved.stream().map(head -> head.getValue().position()).toArray(Long[]::new))
                .addValue(moved.stream().map(head -> head.getValue().hash()).toArray(Buffer[]::new));
    }
}
