package dev.tollgate.records.audit;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.Session;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * How far one topic has been read into the audit. Moved in the transaction of the rows, so none is lost and none counts
 * twice.
 */
final class IntakePositions {

    private static final String START = """
            INSERT INTO audit.intake AS i (topic, partition, topic_id, next_offset)
            SELECT $1, n, $2, 0 FROM unnest($3::int[]) AS n
            ON CONFLICT (topic, partition) DO UPDATE SET topic_id = excluded.topic_id, next_offset = 0
             WHERE i.topic_id <> excluded.topic_id
            """;

    private static final String FIND = "SELECT partition, next_offset FROM audit.intake WHERE topic = $1";

    private static final String MOVE = """
            UPDATE audit.intake SET next_offset = $5
             WHERE topic = $1 AND partition = $2 AND topic_id = $3 AND next_offset = $4
            """;

    private final String topic;
    private final String topicId;

    IntakePositions(String topic, UUID topicId) {
        this.topic = topic;
        this.topicId = topicId.toString();
    }

    /** The next offset of each partition; a topic that was made anew starts at 0. */
    Future<Map<Integer, Long>> find(Database database, int partitionCount, Instant deadline) {
        var partitions = IntStream.range(0, partitionCount).boxed().toArray(Integer[]::new);
        return database.transaction(Session.NONE, deadline, transaction -> {
            var _ = transaction.query(
                    START, Tuple.tuple().addValue(topic).addValue(topicId).addValue(partitions));
            return transaction.query(FIND, Tuple.of(topic)).map(rows -> {
                Map<Integer, Long> next = new HashMap<>();
                rows.forEach(row -> next.put(row.getInteger(0), row.getLong(1)));
                next.keySet().retainAll(java.util.Set.of(partitions));
                return next;
            });
        });
    }

    /** Fails with {@link Moved} when another process has read these records. */
    Future<Void> move(Transaction transaction, int partition, long from, long next) {
        return transaction
                .query(MOVE, Tuple.of(topic, partition, topicId, from, next))
                .compose(rows -> rows.rowCount() == 1 ? Future.succeededFuture() : Future.failedFuture(new Moved()));
    }

    /** Another process reads this partition. */
    static final class Moved extends RuntimeException {
        private Moved() {
            super("the position in the topic has moved", null, false, false);
        }
    }
}
