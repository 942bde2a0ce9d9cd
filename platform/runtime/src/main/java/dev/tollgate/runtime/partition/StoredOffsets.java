package dev.tollgate.runtime.partition;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Offsets of a topic's partitions, stored in a table of the consumer: (topic, partition, topic_id, next). Advanced in
 * the transaction of the records' effects, for exactly-once processing.
 */
public final class StoredOffsets {

    private static final String NAME = "{table}";

    private static final String FIND = """
            SELECT partition, next, NULL::integer AS epoch
              FROM {table} WHERE topic = $1 AND topic_id = $2 AND partition = ANY ($3)
            """;

    private static final String FIND_WITH_EPOCH = FIND.replace("NULL::integer AS epoch", "epoch");

    /** A new partition, or one of a recreated topic, starts at 0. */
    private static final String START = """
            INSERT INTO {table} AS p (topic, partition, topic_id, next)
            SELECT $1, n, $2, 0 FROM unnest($3::int[]) AS n
            ON CONFLICT (topic, partition) DO UPDATE SET topic_id = EXCLUDED.topic_id, next = 0
             WHERE p.topic_id <> EXCLUDED.topic_id
            """;

    private static final String START_WITH_EPOCH = START.replace("next = 0", "next = 0, epoch = NULL");

    private static final String MOVE = """
            UPDATE {table} SET next = $5 WHERE topic = $1 AND partition = $2 AND topic_id = $3 AND next = $4
            """;

    private static final String MOVE_WITH_EPOCH = MOVE.replace("SET next = $5", "SET next = $5, epoch = $6");

    /**
     * Where a partition is read next.
     *
     * @param epoch leader epoch of the event before; null if unknown
     */
    public record Position(long next, @Nullable Integer epoch) {}

    private final String find;
    private final String start;
    private final String move;
    private final String topic;
    private final UUID topicId;
    private final boolean epochs;

    /**
     * Those of one topic.
     *
     * @param table with its schema; a constant of the program
     * @param topicId differs after the topic was recreated
     */
    public StoredOffsets(String table, String topic, UUID topicId) {
        this(table, topic, topicId, false);
    }

    private StoredOffsets(String table, String topic, UUID topicId, boolean epochs) {
        this.find = (epochs ? FIND_WITH_EPOCH : FIND).replace(NAME, table);
        this.start = (epochs ? START_WITH_EPOCH : START).replace(NAME, table);
        this.move = (epochs ? MOVE_WITH_EPOCH : MOVE).replace(NAME, table);
        this.topic = topic;
        this.topicId = topicId;
        this.epochs = epochs;
    }

    /** The same in a table with leader epochs, by which a log that was cut is noticed. */
    public static StoredOffsets withEpochs(String table, String topic, UUID topicId) {
        return new StoredOffsets(table, topic, topicId, true);
    }

    public UUID topicId() {
        return topicId;
    }

    /** The next offset of each of the partitions. */
    public Future<Map<Integer, Long>> find(Database database, Collection<Integer> partitions, Instant deadline) {
        return positions(database, partitions, deadline).map(positions -> {
            Map<Integer, Long> next = new HashMap<>();
            positions.forEach((partition, position) -> next.put(partition, position.next()));
            return next;
        });
    }

    /** The position of each of the partitions. */
    public Future<Map<Integer, Position>> positions(
            Database database, Collection<Integer> partitions, Instant deadline) {
        Integer[] wanted = partitions.toArray(Integer[]::new);
        return database.transaction(RowSecurityContext.NONE, deadline, transaction -> {
            var started = transaction.query(start, arguments(wanted));
            var found = transaction.query(find, arguments(wanted));
            return started.compose(_ -> found).map(rows -> {
                Map<Integer, Position> positions = new HashMap<>();
                rows.forEach(row -> positions.put(
                        row.getInteger("partition"), new Position(row.getLong("next"), row.getInteger("epoch"))));
                return positions;
            });
        });
    }

    /** Fails with {@link OffsetConflict} where the log has been read past the first record, or not up to it. */
    public Future<Void> move(Transaction transaction, int partition, long first, long next) {
        return move(transaction, partition, first, new Position(next, null));
    }

    /** The same with the leader epoch of the last event; for a table with epochs. */
    public Future<Void> move(Transaction transaction, int partition, long first, Position to) {
        var arguments = Tuple.of(topic, partition, topicId, first, to.next());
        return transaction
                .query(move, epochs ? arguments.addInteger(to.epoch()) : arguments)
                .compose(rows ->
                        rows.rowCount() == 1 ? Future.succeededFuture() : Future.failedFuture(new OffsetConflict()));
    }

    private Tuple arguments(Integer[] partitions) {
        return Tuple.tuple().addString(topic).addUUID(topicId).addArrayOfInteger(partitions);
    }

    /** Another process has read this, or is reading it: the run is dropped, and the offset read again. */
    public static final class OffsetConflict extends RuntimeException {
        private OffsetConflict() {
            super("the stored offset has moved", null, false, false);
        }
    }
}
