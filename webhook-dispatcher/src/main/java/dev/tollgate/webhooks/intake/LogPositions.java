package dev.tollgate.webhooks.intake;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.Session;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** How far each partition of the log has become deliveries. */
final class LogPositions {

    private static final String FIND = """
            SELECT partition, next FROM webhooks.log_position WHERE topic_id = $1 AND partition = ANY ($2)
            """;

    /** A partition seen for the first time, or of a topic that was made anew, starts at 0. */
    private static final String START = """
            INSERT INTO webhooks.log_position AS p (partition, topic_id, next)
            SELECT n, $1, 0 FROM unnest($2::int[]) AS n
            ON CONFLICT (partition) DO UPDATE SET topic_id = EXCLUDED.topic_id, next = 0
             WHERE p.topic_id <> EXCLUDED.topic_id
            """;

    private static final String MOVE = """
            UPDATE webhooks.log_position SET next = $4 WHERE partition = $1 AND topic_id = $2 AND next = $3
            """;

    private LogPositions() {}

    /** The next offset of each of the partitions. */
    static Future<Map<Integer, Long>> find(
            Database database, UUID topicId, Collection<Integer> partitions, Instant deadline) {
        Integer[] wanted = partitions.toArray(Integer[]::new);
        return database.transaction(Session.NONE, deadline, transaction -> {
            var started = transaction.query(START, arguments(topicId, wanted));
            var found = transaction.query(FIND, arguments(topicId, wanted));
            return started.compose(_ -> found).map(rows -> {
                Map<Integer, Long> next = new HashMap<>();
                rows.forEach(row -> next.put(row.getInteger("partition"), row.getLong("next")));
                return next;
            });
        });
    }

    /** Fails with {@link NotOurs} where the log has been read past the first record, or not up to it. */
    static Future<Void> move(Transaction transaction, int partition, UUID topicId, long first, long next) {
        return transaction
                .query(MOVE, Tuple.of(partition, topicId, first, next))
                .compose(rows -> rows.rowCount() == 1 ? Future.succeededFuture() : Future.failedFuture(new NotOurs()));
    }

    private static Tuple arguments(UUID topicId, Integer[] partitions) {
        return Tuple.tuple().addUUID(topicId).addArrayOfInteger(partitions);
    }

    /** Somebody else has read this, or is reading it: it is dropped, and the position looked up anew. */
    static final class NotOurs extends RuntimeException {
        private NotOurs() {
            super("the position in the log has moved", null, false, false);
        }
    }
}
