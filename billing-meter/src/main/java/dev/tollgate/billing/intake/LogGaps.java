package dev.tollgate.billing.intake;

import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.kafka.Displacement;
import dev.tollgate.runtime.outbox.OutboxSignal;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Positions that the usage log does not have any more: what is known is stored as a row, and logged.
 *
 * <p>A log that was cut is read on from where it differs: everything before was read, and what comes twice is
 * recognized by its id. A log whose start passed the position waits for {@code continue_usage_log}, for its events are
 * gone.
 */
public final class LogGaps {

    public static final Duration EVERY = Duration.ofSeconds(10);

    private static final Duration TIME_MAX = Duration.ofSeconds(10);
    private static final Logger LOGGER = LoggerFactory.getLogger(LogGaps.class);

    private static final String RESUME = """
            UPDATE billing.log_position SET next = $4, epoch = NULL
             WHERE topic = 'tollgate.usage' AND partition = $1 AND topic_id = $2 AND next = $3
            """;

    /** A log that is not read goes on to expire: its open gap says how it is now. */
    private static final String INSERT = """
            INSERT INTO billing.log_gap AS g (id, partition, topic_id, kind, next, log_start, log_end, known_end,
                                              records_lost, messages_sent, resumed_at, noticed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (partition) WHERE kind = 'expired' AND resolved_at IS NULL DO UPDATE
               SET topic_id = EXCLUDED.topic_id, next = EXCLUDED.next, log_start = EXCLUDED.log_start,
                   log_end = EXCLUDED.log_end, records_lost = EXCLUDED.records_lost
             WHERE (g.topic_id, g.next, g.log_start) <> (EXCLUDED.topic_id, EXCLUDED.next, EXCLUDED.log_start)
            """;

    private static final String OPEN = "SELECT count(*) AS gaps FROM billing.log_gap WHERE resolved_at IS NULL";

    private final Database database;
    private final OutboxSignal outbox;
    private final IdSource ids;
    private final InstantSource clock;
    private final UUID topicId;
    private final AtomicReference<Double> open = new AtomicReference<>(Double.NaN);

    LogGaps(BookingParts parts, UUID topicId) {
        this.database = parts.database();
        this.outbox = parts.outbox();
        this.ids = parts.ids();
        this.clock = parts.clock();
        this.topicId = topicId;
    }

    /** Shows the number of gaps that nobody has resolved. */
    public void show(MeterRegistry registry) {
        var _ = Gauge.builder("tollgate.meter.log.gaps", open, AtomicReference::get)
                .description("Logs of usage that lost events, until continue_usage_log resolves them")
                .strongReference(true)
                .register(registry);
    }

    /** Reads the number again. */
    public Future<Void> measure() {
        return database.read(RowSecurityContext.NONE, OPEN, Tuple.tuple())
                .onSuccess(rows -> open.set((double) rows.iterator().next().getLong("gaps")))
                .onFailure(_ -> open.set(Double.NaN))
                .mapEmpty();
    }

    /**
     * Stores what was found, and moves the position of a log that was cut.
     *
     * @param knownEnd the furthest end of the log that was seen; null if unknown
     * @return whether the position has moved
     */
    Future<Boolean> found(Displacement gap, @Nullable Long knownEnd) {
        return database.transaction(
                RowSecurityContext.NONE, clock.instant().plus(TIME_MAX), transaction -> switch (gap.kind()) {
                    case CUT -> cut(transaction, gap, knownEnd);
                    case EXPIRED -> expired(transaction, gap);
                });
    }

    private Future<Boolean> cut(Transaction transaction, Displacement gap, @Nullable Long knownEnd) {
        Long lost = knownEnd == null ? null : Long.valueOf(Math.max(0, knownEnd - gap.next()));
        return transaction
                .query(RESUME, Tuple.of(gap.partition(), topicId, gap.next(), gap.resumeAt()))
                .compose(moved -> moved.rowCount() == 0
                        ? Future.succeededFuture(true)
                        : KeptMessages.sendAgain(transaction, gap.partition()).compose(sent -> {
                            log(gap, knownEnd, lost, sent);
                            return insert(transaction, gap, knownEnd, lost, sent)
                                    .onSuccess(_ -> outbox.wrote(gap.partition()))
                                    .map(true);
                        }));
    }

    private Future<Boolean> expired(Transaction transaction, Displacement gap) {
        long lost = gap.start() - gap.next();
        return insert(transaction, gap, null, lost, 0)
                .onSuccess(stored -> {
                    if (stored.rowCount() == 1) {
                        log(gap, null, lost, 0);
                    }
                })
                .map(false);
    }

    private Future<RowSet<Row>> insert(
            Transaction transaction, Displacement gap, @Nullable Long knownEnd, @Nullable Long lost, int sent) {
        return transaction.query(
                INSERT,
                Tuple.tuple()
                        .addUUID(ids.next())
                        .addInteger(gap.partition())
                        .addUUID(topicId)
                        .addString(gap.kind().name().toLowerCase(Locale.ROOT))
                        .addLong(gap.next())
                        .addLong(gap.start())
                        .addLong(gap.end())
                        .addLong(knownEnd)
                        .addLong(lost)
                        .addLong((long) sent)
                        .addLong(gap.kind() == Displacement.Kind.CUT ? gap.resumeAt() : null)
                        .addOffsetDateTime(clock.instant().atOffset(ZoneOffset.UTC)));
    }

    private static void log(Displacement gap, @Nullable Long knownEnd, @Nullable Long lost, int sent) {
        LOGGER.atError()
                .addKeyValue("partition", gap.partition())
                .addKeyValue("kind", gap.kind())
                .addKeyValue("next", gap.next())
                .addKeyValue("logStart", gap.start())
                .addKeyValue("logEnd", gap.end())
                .addKeyValue("knownEnd", knownEnd)
                .addKeyValue("resumeAt", gap.resumeAt())
                .addKeyValue("recordsLost", lost)
                .addKeyValue("messagesSentAgain", sent)
                .log("the usage log lost events");
    }
}
