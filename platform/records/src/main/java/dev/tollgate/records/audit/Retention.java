package dev.tollgate.records.audit;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.Session;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Makes the places of the coming days and lets go of what is too old: bodies by the day, idempotency answers by the
 * batch.
 */
public final class Retention {

    /** Days whose body partitions exist ahead of time. */
    static final int DAYS_AHEAD = 3;

    /** Answers of one transaction. */
    static final int ANSWERS_MAX = 2_000;

    private static final Duration TIME_MAX = Duration.ofSeconds(30);

    private static final String KEEP_BODIES = "SELECT audit.keep_bodies($1, $2)";

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
    public Retention(Database database, InstantSource clock, int bodyDays) {
        this.database = database;
        this.clock = clock;
        this.bodyDays = bodyDays;
    }

    /** Makes the body partitions of the coming days and drops those that are too old. */
    public Future<?> keepBodies() {
        return database.transaction(
                Session.NONE,
                clock.instant().plus(TIME_MAX),
                transaction -> transaction.query(KEEP_BODIES, Tuple.of(DAYS_AHEAD, bodyDays)));
    }

    /** Forgets every idempotency answer that no longer counts; completes with how many there were. */
    public Future<Integer> forgetAnswers() {
        return database.transaction(
                        Session.NONE,
                        clock.instant().plus(TIME_MAX),
                        transaction -> transaction
                                .query(FORGET_ANSWERS, Tuple.of(ANSWERS_MAX))
                                .map(SqlResult::rowCount))
                .compose(count -> count < ANSWERS_MAX
                        ? Future.succeededFuture(count)
                        : forgetAnswers().map(more -> count + more));
    }
}
