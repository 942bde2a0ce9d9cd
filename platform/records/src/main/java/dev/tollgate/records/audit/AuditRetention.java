package dev.tollgate.records.audit;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Function;

/**
 * Creates the partitions of the coming days and drops what is too old: bodies by the day, bodies without a day and
 * idempotency answers by the batch. Every step is a short transaction of its own; a step that fails is to be tried
 * again. Writers wait for none but the drop of a day, which needs the table of bodies to itself.
 */
public final class AuditRetention {

    /** Days whose body partitions exist ahead of time. */
    static final int DAYS_AHEAD = 7;

    /** Days made or dropped by one transaction. */
    private static final int DAYS_MAX = 1;

    /** Bodies without a day of one transaction. */
    static final int BODIES_MAX = 1_000;

    /** Answers of one transaction. */
    static final int ANSWERS_MAX = 2_000;

    private static final Duration TIME_MAX = Duration.ofSeconds(30);

    private static final String MAKE_BODY_DAY = "SELECT audit.make_body_day($1)";

    /**
     * How long a drop waits for each lock. While it waits for a reader, such as a backup, all writers wait behind it,
     * and a writer gives up after {@link Database#LOCK_TIMEOUT}.
     */
    private static final Duration DROP_LOCK_TIMEOUT = Duration.ofMillis(20);

    private static final String DROP_BODY_DAY = "SELECT audit.drop_body_day($1)";

    private static final String FORGET_BODIES = "SELECT audit.forget_bodies($1, $2)";

    /** Segments of one transaction whose origins are forgotten. */
    static final int ORIGINS_MAX = 1_000;

    private static final String FORGET_ORIGINS = """
            UPDATE records.call_segment SET origins = NULL
             WHERE (chain, last_id) IN (
                   SELECT chain, last_id FROM records.call_segment
                    WHERE origins IS NOT NULL AND last_id < $1
                    ORDER BY last_id LIMIT $2)
            """;

    private static final String FORGET_ANSWERS = """
            DELETE FROM idempotency.answer
             WHERE ctid = ANY (ARRAY (SELECT ctid FROM idempotency.answer
                                       WHERE created_at < now() - interval '25 hours'
                                       ORDER BY created_at LIMIT $1))
            """;

    private final Database database;
    private final InstantSource clock;
    private final int bodyDays;

    /**
     * @param database in the sealer's role
     * @param bodyDays days for which before and after are kept
     */
    public AuditRetention(Database database, InstantSource clock, int bodyDays) {
        this.database = database;
        this.clock = clock;
        this.bodyDays = bodyDays;
    }

    /**
     * Makes the body partitions that are missing for today and the coming days; completes with how many. Bodies without
     * one go to the default partition, so nothing depends on it; fails if that holds so many that writers would have to
     * wait.
     */
    public Future<Integer> makeBodyDays() {
        return repeated(MAKE_BODY_DAY, Tuple.of(DAYS_AHEAD), DAYS_MAX);
    }

    /** Drops the body partitions that are too old; completes with how many. Fails while bodies are read for long. */
    public Future<Integer> dropBodyDays() {
        return FutureLoop.untilLessThan(
                DAYS_MAX, () -> inTransaction(this::dropBodyDay).map(AuditRetention::number));
    }

    private Future<RowSet<Row>> dropBodyDay(Transaction transaction) {
        transaction.waitForLocks(DROP_LOCK_TIMEOUT);
        return transaction.query(DROP_BODY_DAY, Tuple.of(bodyDays));
    }

    /** Forgets the bodies without a day that are too old; completes with how many. */
    public Future<Integer> forgetBodies() {
        return repeated(FORGET_BODIES, Tuple.of(bodyDays, BODIES_MAX), BODIES_MAX);
    }

    /**
     * Forgets the addresses and agents of calls that are too old by their ids, which the chain covers; completes with
     * how many segments had some.
     */
    public Future<Integer> forgetOrigins() {
        long keptMillis = clock.instant().minus(Duration.ofDays(bodyDays)).toEpochMilli();
        var firstKept = new UUID(keptMillis << Short.SIZE, 0);
        return FutureLoop.untilLessThan(
                ORIGINS_MAX,
                () -> inTransaction(FORGET_ORIGINS, Tuple.of(firstKept, ORIGINS_MAX))
                        .map(SqlResult::rowCount));
    }

    /** A step that tells how much it did, until that is less than it may do at a time. */
    private Future<Integer> repeated(String step, Tuple args, int most) {
        return FutureLoop.untilLessThan(most, () -> inTransaction(step, args).map(AuditRetention::number));
    }

    private static int number(RowSet<Row> rows) {
        return rows.iterator().next().getInteger(0);
    }

    /** Forgets every idempotency answer that no longer counts; completes with how many there were. */
    public Future<Integer> forgetAnswers() {
        return FutureLoop.untilLessThan(
                ANSWERS_MAX,
                () -> inTransaction(FORGET_ANSWERS, Tuple.of(ANSWERS_MAX)).map(SqlResult::rowCount));
    }

    private Future<RowSet<Row>> inTransaction(String sql, Tuple args) {
        return inTransaction(transaction -> transaction.query(sql, args));
    }

    private Future<RowSet<Row>> inTransaction(Function<Transaction, Future<RowSet<Row>>> step) {
        return database.transaction(RowSecurityContext.NONE, clock.instant().plus(TIME_MAX), step);
    }
}
