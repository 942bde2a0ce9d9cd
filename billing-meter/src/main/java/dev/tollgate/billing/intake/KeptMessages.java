package dev.tollgate.billing.intake;

import dev.tollgate.contract.event.Topics;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.SqlStatement;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Usage messages that the outbox keeps until they are booked, where Kafka is not durable. What a log lost is sent again
 * in its order; what was booked already is recognized by its id.
 */
public final class KeptMessages {

    /** How often booked messages are removed. */
    public static final Duration SWEEP_EVERY = Duration.ofSeconds(1);

    /** How often messages are looked for that the log does not have. */
    public static final Duration RESEND_EVERY = Duration.ofMinutes(1);

    /** A message that was sent before this, of a partition that is read to its end, is not in the log any more. */
    static final Duration LOST_AFTER = Duration.ofMinutes(5);

    /** What was booked before this and is not kept has nothing to wait for: it was delivered twice. */
    static final Duration UNPAIRED_AFTER = Duration.ofHours(1);

    private static final int SWEPT_MAX = 10_000;
    private static final Duration TIME_MAX = Duration.ofSeconds(10);
    private static final Logger LOGGER = LoggerFactory.getLogger(KeptMessages.class);

    private static final String BOOKED = """
            INSERT INTO outbox.booked (slice, id) SELECT $1, unnest($2::bigint[]) ON CONFLICT DO NOTHING
            """;

    private static final String SWEEP = """
            WITH booked AS (
                SELECT b.slice, b.id FROM outbox.booked b JOIN outbox.kept k USING (slice, id)
                 LIMIT $1 FOR UPDATE OF b SKIP LOCKED),
            swept AS (
                DELETE FROM outbox.kept k USING booked WHERE k.slice = booked.slice AND k.id = booked.id)
            DELETE FROM outbox.booked b USING booked WHERE b.slice = booked.slice AND b.id = booked.id
            """;

    private static final String SWEEP_UNPAIRED = """
            WITH unpaired AS (
                SELECT b.slice, b.id FROM outbox.booked b
                 WHERE b.at < now() - $1 * interval '1 second'
                   AND NOT EXISTS (SELECT FROM outbox.kept k WHERE k.slice = b.slice AND k.id = b.id)
                 LIMIT $2 FOR UPDATE OF b SKIP LOCKED)
            DELETE FROM outbox.booked b USING unpaired WHERE b.slice = unpaired.slice AND b.id = unpaired.id
            """;

    /** With their ids of before: they leave ahead of every marker that was written after them. */
    private static final String SEND_AGAIN = """
            WITH lost AS (
                DELETE FROM outbox.kept k
                 WHERE k.slice = ANY ($1) AND k.topic = $2 AND k.sent_at < now() - $3 * interval '1 second'
                   AND NOT EXISTS (SELECT FROM outbox.booked b WHERE b.slice = k.slice AND b.id = k.id)
                RETURNING k.slice, k.id, k.topic, k.key, k.body, k.marker)
            INSERT INTO outbox.message (slice, id, topic, key, body, marker) OVERRIDING SYSTEM VALUE
            SELECT slice, id, topic, key, body, marker FROM lost
            ON CONFLICT DO NOTHING
            """;

    private final Database database;
    private final InstantSource clock;

    /** The database is in the role of the meter. */
    public KeptMessages(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Notes in the transaction of their effects which messages are booked. */
    static void booked(Transaction transaction, int slice, List<Long> ids) {
        if (!ids.isEmpty()) {
            var _ = transaction.query(BOOKED, Tuple.tuple().addInteger(slice).addArrayOfLong(ids.toArray(Long[]::new)));
        }
    }

    /** Everything of a slice that is kept and not booked; gives how many messages are sent again. */
    static Future<Integer> sendAgain(Transaction transaction, int slice) {
        var statement = again(List.of(slice), Duration.ZERO);
        return transaction.query(statement.sql(), statement.args()).map(RowSet::rowCount);
    }

    /** Removes what is booked. */
    public Future<Void> sweep() {
        return run(transaction -> transaction.query(SWEEP, Tuple.of(SWEPT_MAX))).mapEmpty();
    }

    /** Removes what was booked long ago and is not kept: nothing else would. */
    public Future<Void> sweepUnpaired() {
        return run(transaction -> transaction.query(SWEEP_UNPAIRED, Tuple.of(UNPAIRED_AFTER.toSeconds(), SWEPT_MAX)))
                .mapEmpty();
    }

    /**
     * Sends again what was sent long ago and is not booked though these partitions are read to their end: their log
     * lost it, without a leader epoch that shows it.
     */
    public Future<Void> resendLost(Collection<Integer> partitions) {
        if (partitions.isEmpty()) {
            return Future.succeededFuture();
        }
        var statement = again(partitions, LOST_AFTER);
        return run(transaction -> transaction.query(statement.sql(), statement.args()))
                .onSuccess(sent -> {
                    if (sent.rowCount() > 0) {
                        LOGGER.atError()
                                .addKeyValue("messages", sent.rowCount())
                                .log("the usage log lost acknowledged messages, they are sent again");
                    }
                })
                .mapEmpty();
    }

    private Future<RowSet<Row>> run(Function<Transaction, Future<RowSet<Row>>> step) {
        return database.transaction(RowSecurityContext.NONE, clock.instant().plus(TIME_MAX), step);
    }

    private static SqlStatement again(Collection<Integer> slices, Duration sentBefore) {
        return new SqlStatement(
                SEND_AGAIN,
                Tuple.tuple()
                        .addArrayOfInteger(slices.toArray(Integer[]::new))
                        .addString(Topics.USAGE)
                        .addLong(sentBefore.toSeconds()));
    }
}
