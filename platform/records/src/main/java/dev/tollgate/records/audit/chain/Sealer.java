package dev.tollgate.records.audit.chain;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.UUID;

/**
 * Gives entries of writes their positions: the next of their chain, with a hash over everything before. Any number of
 * processes may run one; a lock lets one of them at a slice at a time.
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

    private static final String DONE = "DELETE FROM audit.pending WHERE slice = $1 AND event_id = ANY ($2)";

    private final Database database;
    private final int sliceCount;
    private final InstantSource clock;
    private final Counter sealed;
    private final int batchMax;

    /** The database is in the sealer's role. */
    public Sealer(Database database, int sliceCount, InstantSource clock, Counter sealed) {
        this(database, sliceCount, clock, sealed, BATCH_MAX);
    }

    /** @param batchMax entries of one transaction */
    Sealer(Database database, int sliceCount, InstantSource clock, Counter sealed, int batchMax) {
        this.batchMax = batchMax;
        this.database = database;
        this.sliceCount = sliceCount;
        this.clock = clock;
        this.sealed = sealed;
    }

    /**
     * Seals what waits now. A slice that cannot be sealed keeps back no other; the first failure is told when all have
     * had their turn.
     */
    public Future<Void> seal() {
        return database.read(RowSecurityContext.NONE, WAITING, Tuple.of(sliceCount))
                .compose(this::sealSlices);
    }

    private Future<Void> sealSlices(RowSet<Row> slices) {
        var turns = new ArrayList<Future<Void>>();
        Future<Void> before = Future.succeededFuture();
        for (var row : slices) {
            var slice = row.getInteger(0);
            before = before.transform(_ -> sealSlice(slice));
            turns.add(before);
        }
        return Future.join(turns).mapEmpty();
    }

    private Future<Void> sealSlice(int slice) {
        return FutureLoop.whileTrue(() -> sealBatch(slice));
    }

    /** Completes with whether more may wait. */
    private Future<Boolean> sealBatch(int slice) {
        return database.transaction(RowSecurityContext.NONE, clock.instant().plus(TIME_MAX), transaction -> {
                    var locked = transaction.query(LOCK, Tuple.of(slice));
                    var pending = transaction.query(PENDING, Tuple.of(slice, batchMax));
                    return Future.all(locked, pending)
                            .compose(_ -> locked.result().iterator().next().getBoolean(0)
                                    ? sealed(transaction, slice, pending.result())
                                    : Future.succeededFuture(0));
                })
                .map(count -> {
                    sealed.increment(count);
                    return count == batchMax;
                });
    }

    private static Future<Integer> sealed(Transaction transaction, int slice, RowSet<Row> rows) {
        var entries = new ArrayList<AuditEntry>(rows.size());
        rows.forEach(row -> entries.add(AuditRows.entry(row)));
        return LockedChainHeads.seal(transaction, entries).map(_ -> {
            var ids = entries.stream().map(AuditEntry::id).toArray(UUID[]::new);
            transaction.atCommit(DONE, Tuple.tuple().addValue(slice).addValue(ids));
            return entries.size();
        });
    }
}
