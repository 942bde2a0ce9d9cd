package dev.tollgate.runtime.outbox;

import dev.tollgate.runtime.postgres.DedicatedConnection;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The table {@code outbox.message} as one relay sees it: through the connection whose session holds its slices. */
final class OutboxTable {
    static final String CHANNEL = "tollgate_outbox";

    /** Beyond this the exact number is not needed, and counting is expensive. */
    static final int BACKLOG_MAX = 100_000;

    private static final int LOCK_CLASS = 0x6f757462;
    static final int ROWS_MAX = 500;
    private static final int BYTES_MAX = 4 << 20;

    private static final String CLAIM = """
            SELECT slice FROM unnest($1::int[]) AS slice WHERE pg_try_advisory_lock($2, slice)
            """;

    private static final String DELETE = """
            DELETE FROM outbox.message m
             USING unnest($1::int[], $2::bigint[]) AS sent (slice, id)
             WHERE m.slice = sent.slice AND m.id = sent.id
            """;

    private static final String DELETE_OR_KEEP = """
            WITH sent AS (
                DELETE FROM outbox.message m
                 USING unnest($1::int[], $2::bigint[]) AS sent (slice, id)
                 WHERE m.slice = sent.slice AND m.id = sent.id
                RETURNING m.slice, m.id, m.topic, m.key, m.body, m.marker)
            INSERT INTO outbox.kept (slice, id, topic, key, body, marker, sent_at)
            SELECT slice, id, topic, key, body, marker, clock_timestamp() FROM sent WHERE topic = ANY ($3)
            """;

    private static final String HEADS = """
            SELECT head.slice, head.id, head.topic, head.key, head.body, head.marker
              FROM unnest($1::int[]) AS wanted (slice)
             CROSS JOIN LATERAL (
                   SELECT first.*, sum(octet_length(first.body)) OVER (ORDER BY first.id) AS bytes
                     FROM (SELECT * FROM outbox.message m
                            WHERE m.slice = wanted.slice AND m.id <> ALL ($4::bigint[])
                            ORDER BY m.id LIMIT $2) first
                   ) AS head
             WHERE head.bytes - octet_length(head.body) < $3
             ORDER BY head.slice, head.id
            """;

    private static final String BACKLOG = """
            SELECT count(*) AS messages
              FROM (SELECT 1 FROM outbox.message WHERE slice = ANY ($1::int[]) LIMIT $2) AS bounded
            """;

    private final DedicatedConnection connection;
    private final KeptTopics kept;
    private final Set<Long> handedOver = new HashSet<>();
    private List<SliceBatch.Message> acknowledged = new ArrayList<>();

    OutboxTable(DedicatedConnection connection, KeptTopics kept) {
        this.connection = connection;
        this.kept = kept;
    }

    /**
     * To be woken by other processes. Deletions do not wait for the disk: one that is forgotten sends its message
     * again. Plans are made for the ids at hand: only a list that is known when the plan is made is hashed.
     */
    Future<Void> listen() {
        return Future.all(
                        connection.command("SET synchronous_commit = off"),
                        connection.command("SET plan_cache_mode = force_custom_plan"),
                        connection.command("LISTEN " + CHANNEL))
                .mapEmpty();
    }

    /** Locks the free ones of these slices; they are held until the session ends. */
    Future<Set<Integer>> claim(Collection<Integer> slices) {
        var args =
                Tuple.tuple().addArrayOfInteger(slices.toArray(Integer[]::new)).addInteger(LOCK_CLASS);
        return connection
                .query(CLAIM, args)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getInteger("slice"))
                        .collect(Collectors.toSet()));
    }

    /** The first rows of each slice that were not handed over, bounded in number and size. */
    Future<List<SliceBatch>> heads(Collection<Integer> slices) {
        var args = Tuple.tuple()
                .addArrayOfInteger(slices.toArray(Integer[]::new))
                .addInteger(ROWS_MAX)
                .addInteger(BYTES_MAX)
                .addArrayOfLong(handedOver.toArray(Long[]::new));
        return connection
                .query(HEADS, args)
                .map(rows -> SliceBatch.of(StreamSupport.stream(rows.spliterator(), false)
                        .map(SliceBatch.Message::of)
                        .toList()));
    }

    /** The number of messages of these slices that are not in Kafka yet, at most {@link #BACKLOG_MAX}. */
    Future<Long> backlog(Collection<Integer> slices) {
        var args =
                Tuple.tuple().addArrayOfInteger(slices.toArray(Integer[]::new)).addInteger(BACKLOG_MAX);
        return connection
                .query(BACKLOG, args)
                .map(rows -> rows.iterator().next().getLong("messages"));
    }

    /** These are on their way: no later {@link #heads} gives them until they are gone or {@link #failed}. */
    void handedOver(SliceBatch batch) {
        batch.messages().forEach(message -> handedOver.add(message.id()));
    }

    /** Kafka may not have it: it is to be sent again. */
    void failed(SliceBatch.Message message) {
        handedOver.remove(message.id());
    }

    /** Kafka has it: the next {@link #deleteAcknowledged} takes it away. */
    void acknowledged(SliceBatch.Message message) {
        acknowledged.add(message);
    }

    Future<Void> deleteAcknowledged() {
        if (acknowledged.isEmpty()) {
            return Future.succeededFuture();
        }
        var sent = acknowledged;
        acknowledged = new ArrayList<>();
        var args = Tuple.tuple()
                .addArrayOfInteger(sent.stream().map(SliceBatch.Message::slice).toArray(Integer[]::new))
                .addArrayOfLong(sent.stream().map(SliceBatch.Message::id).toArray(Long[]::new));
        var names = kept.names();
        var deleted = names.isEmpty()
                ? connection.query(DELETE, args)
                : connection.query(DELETE_OR_KEEP, args.addArrayOfString(names.toArray(String[]::new)));
        return deleted.onSuccess(_ -> sent.forEach(message -> handedOver.remove(message.id())))
                .mapEmpty();
    }

    boolean nothingToDelete() {
        return acknowledged.isEmpty();
    }

    Future<Void> close() {
        return connection.close();
    }
}
