package dev.tollgate.modules.assets.storage;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.job.JobRun;
import dev.tollgate.records.job.JobTimes;
import dev.tollgate.records.job.JobUse;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.Transaction;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Charges the storage of a workspace for each UTC day, some minutes after its end, oldest day first, one day a run. A
 * day that the account cannot pay is tried again each hour; one that is older than {@link StorageDay#CHARGED_WITHIN} is
 * written off. Goes on while the module is off or the workspace is not active, as the bytes do.
 */
final class StorageCharges {

    static final JobKind DAY = JobKind.of("assets.storage_day").inAnyState();

    /** After the end of a day, when every transaction of it has ended. */
    private static final Duration SETTLED = Duration.ofMinutes(10);

    /** When a workspace is looked at next. */
    static final UnaryOperator<Instant> NEXT = JobTimes.daily(LocalTime.MIDNIGHT.plus(SETTLED));

    private static final Duration UNPAID_AGAIN = Duration.ofHours(1);

    private static final String DIMENSION = "asset.storage_gb_day";

    /**
     * The oldest day before $2 with bytes that is not recorded. What has ended before the last recorded day is gone.
     */
    private static final String OLDEST = """
            SELECT d.day,
                   (SELECT div(COALESCE(sum(s.bytes * (1000 * extract(epoch FROM
                               LEAST(COALESCE(s.stored_until, d.until), d.until) - GREATEST(s.stored_from, d.since)))), 0)
                               + 86399999, 86400000)::bigint
                      FROM assets.stored s
                     WHERE s.workspace_id = $1 AND s.stored_from < d.until
                       AND (s.stored_until IS NULL OR s.stored_until > d.since)) AS byte_days
              FROM (SELECT o.day, o.day::timestamp AT TIME ZONE 'UTC' AS since,
                           (o.day + 1)::timestamp AT TIME ZONE 'UTC' AS until
                      FROM (SELECT GREATEST(
                                       (min(a.stored_from) AT TIME ZONE 'UTC')::date,
                                       (SELECT max(r.day) + 1 FROM assets.storage_day r WHERE r.workspace_id = $1)) AS day
                              FROM assets.stored a WHERE a.workspace_id = $1 HAVING count(*) > 0) AS o
                     WHERE o.day < $2::date) AS d
            """;

    private static final String RECORD = """
            INSERT INTO assets.storage_day (workspace_id, id, day, byte_days, outcome, recorded_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """;

    private static final String FORGET = "DELETE FROM assets.stored WHERE workspace_id = $1 AND stored_until <= $2";

    private static final Logger LOGGER = LoggerFactory.getLogger(StorageCharges.class);

    private final Work work;
    private final Counter writtenOff;

    StorageCharges(Work work, Counter writtenOff) {
        this.work = work;
        this.writtenOff = writtenOff;
    }

    Future<?> run(JobRun run) {
        var now = run.call().facts().time();
        var settled = LocalDate.ofInstant(now.minus(SETTLED), ZoneOffset.UTC);
        return work.read(run.call(), OLDEST, Tuple.of(run.workspaceId().value(), settled))
                .compose(rows -> (rows.size() == 0 ? last(run, now) : day(run, day(run, rows), now)).<Void>mapEmpty());
    }

    private static Future<Void> last(JobRun run, Instant now) {
        run.next(NEXT.apply(now));
        return Future.succeededFuture();
    }

    private static StorageDay day(JobRun run, RowSet<Row> rows) {
        var row = rows.iterator().next();
        return new StorageDay(run.workspaceId(), row.getLocalDate("day"), row.getLong("byte_days"));
    }

    private Future<Void> day(JobRun run, StorageDay day, Instant now) {
        run.next(now);
        if (day.tooOld(now)) {
            return run.write(transaction -> recorded(transaction, day, "written_off", now))
                    .onSuccess(_ -> alarm(day))
                    .mapEmpty();
        }
        if (day.byteDays() == 0) {
            return run.write(transaction -> recorded(transaction, day, "charged", now))
                    .mapEmpty();
        }
        var use = new JobUse(day.usageId(), DIMENSION, day.byteDays(), day.end().minusMillis(1));
        return run.charge(use, transaction -> recorded(transaction, day, "charged", now))
                .onSuccess(outcome -> {
                    if (outcome instanceof Outcome.Refused<UUID>) {
                        run.next(now.plus(UNPAID_AGAIN));
                    }
                })
                .mapEmpty();
    }

    private static Future<Outcome<Change<UUID>>> recorded(
            Transaction transaction, StorageDay day, String outcome, Instant now) {
        var workspace = day.workspace().value();
        var _ = transaction.query(FORGET, Tuple.of(workspace, day.end().atOffset(ZoneOffset.UTC)));
        return transaction
                .query(
                        RECORD,
                        Tuple.of(workspace, day.usageId(), day.day())
                                .addLong(day.byteDays())
                                .addString(outcome)
                                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC)))
                .map(_ -> Outcome.done(Change.of(day.usageId())));
    }

    private void alarm(StorageDay day) {
        writtenOff.increment();
        LOGGER.atError()
                .addKeyValue("workspace", day.workspace().text())
                .addKeyValue("day", day.day().toString())
                .addKeyValue("byteDays", day.byteDays())
                .log("storage day written off, it is too old to be charged");
    }
}
