package dev.tollgate.runtime.outbox;

import dev.tollgate.runtime.postgres.InsertSql;
import dev.tollgate.runtime.postgres.RowInsert;
import dev.tollgate.runtime.postgres.SqlStatement;
import dev.tollgate.runtime.postgres.TimeColumn;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements that put a message into the outbox, for a transaction of the caller's. After its commit, tell
 * {@link OutboxSignal} so that the message need not wait for a poll.
 */
public final class Outbox {
    private static final String INTO = "INSERT INTO outbox.message (slice, topic, key, body)";

    /** Arguments: slice, topic, key, body, absolute deadline or null. */
    public static final InsertSql INSERT = InsertSql.ofQuery(INTO, 5, """
            SELECT $1::int, $2::text, $3::text, $4::bytea
             WHERE outbox.in_time($5::timestamptz)
            """);

    private static final InsertSql INSERT_ONE = InsertSql.ofValues(INTO, 4);

    private static final InsertSql INSERT_ALL = InsertSql.ofQuery(INTO, 4, """
            SELECT $1::int, $2::text, $3::text, message.body
              FROM unnest($4::bytea[]) WITH ORDINALITY AS message (body, place)
             ORDER BY message.place
            """);

    private static final String INSERT_MARKERS = """
            INSERT INTO outbox.message (slice, topic, key, body, marker)
            SELECT slice, $2::text, key, body, true
              FROM unnest($1::int[], $3::text[], $4::bytea[]) AS marker (slice, key, body)
            """;

    /** A marker that is not written yet: it leaves only when every row of its slice before it is acknowledged. */
    public record MarkerRow(int slice, String key, Buffer body) {}

    private Outbox() {}

    /**
     * One message.
     *
     * @param slice the partition of the topic it goes to
     * @param deadline the insert fails with {@link dev.tollgate.runtime.postgres.SqlState#DEADLINE_PASSED} after it;
     *     null for no deadline
     */
    public static RowInsert insert(int slice, String topic, String key, byte[] body, @Nullable Instant deadline) {
        return INSERT.row(args(slice, topic, key, body, deadline));
    }

    /** Several messages, in their order. */
    public static RowInsert insertAll(int slice, String topic, String key, List<byte[]> bodies) {
        var buffers = bodies.stream().map(Buffer::buffer).toArray(Buffer[]::new);
        return buffers.length == 1
                ? INSERT_ONE.row(Tuple.of(slice, topic, key, buffers[0]))
                : INSERT_ALL.row(Tuple.of(slice, topic, key, buffers));
    }

    /** Markers of one topic, in any order: they make no claim about each other. */
    public static SqlStatement markers(String topic, List<MarkerRow> rows) {
        return new SqlStatement(
                INSERT_MARKERS,
                Tuple.of(
                        rows.stream().map(MarkerRow::slice).toArray(Integer[]::new),
                        topic,
                        rows.stream().map(MarkerRow::key).toArray(String[]::new),
                        rows.stream().map(MarkerRow::body).toArray(Buffer[]::new)));
    }

    /** The arguments of {@link #INSERT}, for batches. */
    public static Tuple args(int slice, String topic, String key, byte[] body, @Nullable Instant deadline) {
        return Tuple.of(slice, topic, key, Buffer.buffer(body), TimeColumn.argument(deadline));
    }
}
