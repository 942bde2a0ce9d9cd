package dev.tollgate.records.audit;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.Session;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;

/** Turns the counts of hours that are over into entries. */
final class HourlyCounts {

    private static final int ROWS_MAX = 1_000;
    private static final Duration TIME_MAX = Duration.ofSeconds(30);

    /** Late usage of an hour still finds its count for a while; after that it begins another one. */
    private static final String TELL = """
            WITH over AS (
                DELETE FROM audit.hour
                 WHERE (chain, actor_id, operation, surface, hour) IN (
                       SELECT chain, actor_id, operation, surface, hour FROM audit.hour
                        WHERE hour < now() - interval '65 minutes' LIMIT $1)
                RETURNING *),
            told AS (
                INSERT INTO audit.event (%1$s) SELECT %1$s FROM over ON CONFLICT DO NOTHING RETURNING id, chain)
            INSERT INTO audit.pending (slice, event_id, chain)
            SELECT over.slice, told.id, told.chain FROM told JOIN over USING (chain, id)
            """.formatted(AuditRows.COLUMNS);

    private final Database database;
    private final InstantSource clock;

    HourlyCounts(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    Future<Integer> tell() {
        return database.transaction(
                        Session.NONE,
                        clock.instant().plus(TIME_MAX),
                        transaction ->
                                transaction.query(TELL, Tuple.of(ROWS_MAX)).map(SqlResult::rowCount))
                .compose(count -> count < ROWS_MAX ? Future.succeededFuture(count) : tell().map(more -> count + more));
    }
}
