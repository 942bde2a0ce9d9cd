package dev.tollgate.runtime.partition;

import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.DedicatedConnection;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.runtime.postgres.SqlState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which partitions this process reads: an advisory lock of one session each, so they are free the moment a process
 * dies. Readers that live at the same time share them evenly. The locks only save work: that nothing has its effect
 * twice is the position's to see to. Used on one event loop.
 */
public final class PartitionAssignment {

    private static final Logger LOGGER = LoggerFactory.getLogger(PartitionAssignment.class);

    /**
     * The processes that share the partitions of a topic.
     *
     * @param name of one of them, for the log
     * @param partitionClass the class of the advisory locks of their partitions: a unique number
     * @param readerClass the class of the advisory locks by which they count each other
     */
    public record ConsumerGroup(String name, DatabaseRole role, int partitionClass, int readerClass, int partitions) {}

    private static final String JOIN = "SELECT pg_advisory_lock($1, pg_backend_pid())";

    private static final String READERS = """
            SELECT count(*) AS readers FROM pg_locks
             WHERE locktype = 'advisory' AND granted AND classid = $1::bigint::oid
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """;

    private static final String CLAIM = """
            SELECT n FROM unnest($1::int[]) AS n WHERE pg_try_advisory_lock($2, n) LIMIT $3
            """;

    private static final String LET_GO = "SELECT pg_advisory_unlock($2, n) FROM unnest($1::int[]) AS n";

    private final Vertx vertx;
    private final PostgresSettings settings;
    private final ConsumerGroup group;
    private final Function<Set<Integer>, Future<Void>> changed;
    private final Set<Integer> owned = new TreeSet<>();

    /** The partitions that are read now; null if the last change failed and they are unknown. */
    private @Nullable Set<Integer> read = Set.of();

    /** The last change, completed or running. */
    private Future<Void> reading = Future.succeededFuture();

    private @Nullable DedicatedConnection connection;
    private @Nullable Future<Void> turning;

    /** Health checks and metrics read these on other threads. */
    private volatile boolean settled;

    private volatile int readCount;

    /** @param changed reads these partitions from now on, and no others; completes when it does */
    public PartitionAssignment(
            Vertx vertx, PostgresSettings settings, ConsumerGroup group, Function<Set<Integer>, Future<Void>> changed) {
        this.vertx = vertx;
        this.settings = settings;
        this.group = group;
        this.changed = changed;
    }

    /**
     * One round: connect if need be, then take or let go until the share is even. To be called again every second. A
     * call while a round runs gives that round: two at once would lock a partition twice, and unlock it once.
     */
    public Future<Void> turn() {
        var running = turning;
        if (running != null) {
            return running;
        }
        var open = connection;
        Future<Void> turn = open == null ? connect().compose(this::share) : share(open);
        turning = turn;
        return turn.onComplete(_ -> turning = null);
    }

    /** The number of partitions that this process reads; 0 while that is unknown. */
    public int partitionsRead() {
        return readCount;
    }

    /** Shows how many partitions this process reads. */
    public void show(MeterRegistry registry) {
        var _ = Gauge.builder("tollgate.partitions.read", this, PartitionAssignment::partitionsRead)
                .description("Partitions that this process reads; over all processes of a reader, all of the topic")
                .tag("reader", group.name())
                .register(registry);
    }

    /** Whether a round has ever completed: before that, owning no partition says nothing. */
    public boolean settled() {
        return settled;
    }

    public Future<Void> close() {
        var open = connection;
        connection = null;
        return open == null ? Future.succeededFuture() : open.close();
    }

    private Future<DedicatedConnection> connect() {
        return DedicatedConnection.open(vertx, settings, group.role())
                .compose(fresh -> fresh.query(JOIN, Tuple.of(group.readerClass()))
                        .onFailure(_ -> fresh.cut())
                        .map(_ -> {
                            fresh.onClose(() -> lost(fresh));
                            connection = fresh;
                            return fresh;
                        }));
    }

    private void lost(DedicatedConnection gone) {
        if (gone.equals(connection)) {
            connection = null;
            owned.clear();
            unread();
            LOGGER.atWarn().addKeyValue("reader", group.name()).log("lost PostgreSQL session and its partitions");
            read(Set.of()).onFailure(PartitionAssignment::unchanged);
        }
    }

    private Future<Void> share(DedicatedConnection open) {
        return open.query(READERS, Tuple.of((long) group.readerClass()))
                .onFailure(cause -> {
                    if (!SqlState.answered(cause)) {
                        cut(open);
                    }
                })
                .map(rows -> Math.ceilDiv(group.partitions(), Math.max(1, readers(rows))))
                .compose(share -> owned.size() > share ? release(open, share) : claim(open, share))
                .onSuccess(_ -> settled = true);
    }

    private Future<Void> claim(DedicatedConnection open, int share) {
        if (owned.size() == share) {
            return read(owned);
        }
        var missing = IntStream.range(0, group.partitions())
                .filter(partition -> !owned.contains(partition))
                .boxed()
                .toArray(Integer[]::new);
        return asked(open, CLAIM, Tuple.of(missing, group.partitionClass(), share - owned.size()))
                .compose(rows -> {
                    rows.forEach(row -> owned.add(row.getInteger("n")));
                    return read(owned);
                });
    }

    /** Owning is not reading: what could not be read is tried again in the next round. */
    private Future<Void> read(Set<Integer> partitions) {
        var wanted = Set.copyOf(partitions);
        reading = reading.transform(_ -> {
            if (wanted.equals(read)) {
                return Future.succeededFuture();
            }
            unread();
            return changed.apply(wanted).onSuccess(_ -> {
                read = wanted;
                readCount = wanted.size();
            });
        });
        return reading;
    }

    /** Reading ends before the lock does. */
    private Future<Void> release(DedicatedConnection open, int share) {
        var surplus = owned.stream().skip(share).toArray(Integer[]::new);
        var kept = owned.stream().limit(share).collect(Collectors.toSet());
        return read(kept)
                .compose(_ -> asked(open, LET_GO, Tuple.of(surplus, group.partitionClass())))
                .compose(rows -> {
                    owned.removeAll(Set.of(surplus));
                    return unlocked(rows) ? Future.succeededFuture() : startOver(open);
                });
    }

    /**
     * Takes or gives back locks of the session. After a failure nobody knows which it has, and one that is taken twice
     * is given back once: the session ends.
     */
    private Future<RowSet<Row>> asked(DedicatedConnection open, String sql, Tuple args) {
        return open.query(sql, args).onFailure(_ -> cut(open));
    }

    private void cut(DedicatedConnection open) {
        lost(open);
        open.cut();
    }

    private static boolean unlocked(RowSet<Row> rows) {
        boolean all = true;
        for (var row : rows) {
            all &= row.getBoolean(0);
        }
        return all;
    }

    /** The session lacks a lock that it was to have: another process keeps it until this session ends. */
    private Future<Void> startOver(DedicatedConnection open) {
        LOGGER.atError().addKeyValue("reader", group.name()).log("partition was not locked, session is closed");
        lost(open);
        return open.close();
    }

    private void unread() {
        read = null;
        readCount = 0;
    }

    private static int readers(RowSet<Row> rows) {
        return rows.iterator().next().getLong("readers").intValue();
    }

    private static void unchanged(Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("failed to stop reading a partition");
    }
}
