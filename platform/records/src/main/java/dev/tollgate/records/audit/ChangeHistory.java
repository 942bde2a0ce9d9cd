package dev.tollgate.records.audit;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;

/** Keeps what lists of changes need besides the records: for {@value #DAYS} days, tombstones and a time of changes. */
public final class ChangeHistory {

    /** Days for which deletions are listed. */
    public static final int DAYS = 30;

    /** Rows of one transaction. */
    static final int ROWS_MAX = 2_000;

    private static final Duration TIME_MAX = Duration.ofSeconds(30);

    private static final String MARK = """
            INSERT INTO records.minute (at, xid)
            VALUES (date_trunc('minute', now()), pg_snapshot_xmin(pg_current_snapshot()))
            ON CONFLICT DO NOTHING
            """;

    private static final String FORGET_MINUTES =
            "DELETE FROM records.minute WHERE at < now() - make_interval(days => $1)";

    private static final String FORGET_TOMBSTONES = """
            DELETE FROM records.tombstone
             WHERE ctid = ANY (ARRAY (SELECT ctid FROM records.tombstone
                                       WHERE deleted_at < now() - make_interval(days => $1)
                                       ORDER BY deleted_at LIMIT $2))
            """;

    private final Database database;
    private final InstantSource clock;

    /** The database acts in the sealer's role. */
    public ChangeHistory(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Keeps which transaction is the oldest in this minute, and forgets those of expired minutes. */
    public Future<Integer> markMinute() {
        return inTransaction(MARK, Tuple.tuple()).compose(_ -> inTransaction(FORGET_MINUTES, Tuple.of(DAYS)));
    }

    /** Forgets expired tombstones; completes with how many there were. */
    public Future<Integer> forgetTombstones() {
        return FutureLoop.untilLessThan(ROWS_MAX, () -> inTransaction(FORGET_TOMBSTONES, Tuple.of(DAYS, ROWS_MAX)));
    }

    private Future<Integer> inTransaction(String sql, Tuple args) {
        return database.transaction(
                        RowSecurityContext.NONE,
                        clock.instant().plus(TIME_MAX),
                        transaction -> transaction.query(sql, args))
                .map(SqlResult::rowCount);
    }
}
