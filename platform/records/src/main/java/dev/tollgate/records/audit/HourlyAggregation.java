package dev.tollgate.records.audit;

import dev.tollgate.records.audit.chain.AuditRows;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;

/** Turns the counts of hours that are over into entries. */
final class HourlyAggregation {

    private static final int ROWS_MAX = 1_000;
    private static final int COUNTED_MAX = 5_000;
    private static final Duration TIME_MAX = Duration.ofSeconds(30);

    /**
     * Late usage of an hour still finds its count for a while; after that it begins another one. What a count holds is
     * remembered as long.
     */
    private static final String OVER = "hour < now() - interval '65 minutes'";

    private static final String TELL = """
            WITH over AS (
                DELETE FROM audit.hour
                 WHERE (chain, actor_kind, actor_id, operation, surface, hour) IN (
                       SELECT chain, actor_kind, actor_id, operation, surface, hour FROM audit.hour
                        WHERE %2$s LIMIT $1)
                RETURNING *),
            told AS (
                INSERT INTO audit.event (%1$s) SELECT %1$s FROM over ON CONFLICT DO NOTHING RETURNING id, chain)
            INSERT INTO audit.pending (slice, event_id, chain)
            SELECT over.slice, told.id, told.chain FROM told JOIN over USING (chain, id)
            """.formatted(AuditRows.COLUMNS, OVER);

    private static final String FORGET = """
            DELETE FROM audit.counted
             WHERE ctid = ANY (ARRAY (SELECT ctid FROM audit.counted
                                       WHERE %s ORDER BY hour LIMIT $1))
            """.formatted(OVER);

    private final Database database;
    private final InstantSource clock;

    HourlyAggregation(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Tells every count whose hour is over; completes with how many there were. */
    Future<Integer> tell() {
        return repeated(TELL, ROWS_MAX);
    }

    /** Forgets which usage the counts of hours that are over held; completes with how many there were. */
    Future<Integer> forget() {
        return repeated(FORGET, COUNTED_MAX);
    }

    private Future<Integer> repeated(String step, int most) {
        return FutureLoop.untilLessThan(
                most,
                () -> database.transaction(
                        RowSecurityContext.NONE,
                        clock.instant().plus(TIME_MAX),
                        transaction -> transaction.query(step, Tuple.of(most)).map(SqlResult::rowCount)));
    }
}
