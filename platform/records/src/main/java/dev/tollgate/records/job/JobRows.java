package dev.tollgate.records.job;

import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows of all jobs of the installation: claims, and what becomes of a claim that had no effect. What is due, and
 * until when it is leased, goes by the clock of the database ({@code records.job_time}): a process whose own clock is
 * ahead takes no job of another.
 */
final class JobRows {

    /** Jobs of one slice in one claim. */
    static final int SLICE_MAX = 31;

    /** Due jobs that one statement parks. The next claim that has a job of their workspace parks more. */
    static final int PARKED_MAX = 10_000;

    private static final Duration TIME_MAX = Duration.ofSeconds(5);

    static final String CLAIM = """
            WITH due AS MATERIALIZED (
                SELECT c.id FROM generate_series(0, $1::integer - 1) AS s (slice)
                 CROSS JOIN LATERAL (
                       SELECT j.id FROM records.job j
                        WHERE j.slice = s.slice::smallint AND j.next_at <= records.job_time() AND j.kind = ANY ($2)
                          AND (j.workspace_id = ANY ($3) OR j.tenant_id = ANY ($3)) IS NOT TRUE
                          AND (j.kind = ANY ($7) AND ($8 OR COALESCE(j.workspace_id, $10) = ANY ($9))) IS NOT TRUE
                        ORDER BY j.next_at
                        LIMIT $4
                          FOR UPDATE SKIP LOCKED) AS c)
            UPDATE records.job AS j
               SET lease = $5, next_at = records.job_time() + make_interval(secs => $6), parked = false,
                   attempt = j.attempt + 1
             WHERE j.id = ANY (ARRAY(SELECT d.id FROM due d))
            RETURNING j.id, j.kind, j.tenant_id, j.workspace_id, j.subject_id, j.due_at, j.attempt, j.last_error, j.lease
            """;

    private static final String FAILED = """
            UPDATE records.job SET lease = NULL, next_at = records.job_time() + make_interval(secs => $3), last_error = $4
             WHERE id = $1 AND lease = $2
            """;

    private static final String EXTEND = """
            UPDATE records.job SET next_at = records.job_time() + make_interval(secs => $3) WHERE id = $1 AND lease = $2
            """;

    /** Claims that were no attempt: due again after a pause, or at once. */
    private static final String GIVE_BACK = """
            UPDATE records.job
               SET lease = NULL, next_at = COALESCE(records.job_time() + make_interval(secs => $2), due_at), parked = $4,
                   attempt = attempt - 1
              FROM unnest($1::uuid[], $3::uuid[]) AS t (of_job, of_lease)
             WHERE id = ANY ($1) AND id = t.of_job AND lease = t.of_lease
            """;

    private static final String PARK_DUE = """
            WITH due AS MATERIALIZED (
                SELECT j.id FROM records.job j
                 WHERE j.slice = ANY ($1) AND j.next_at <= records.job_time()
                   AND (j.workspace_id, j.kind) IN (SELECT w.id, w.kind FROM unnest($2::uuid[], $3::text[]) AS w (id, kind))
                 LIMIT $4
                   FOR UPDATE OF j SKIP LOCKED)
            UPDATE records.job AS j
               SET lease = NULL, next_at = records.job_time() + make_interval(secs => $5), parked = true
             WHERE j.id = ANY (ARRAY(SELECT d.id FROM due d))
            """;

    private static final String UNPARK = """
            UPDATE records.job SET parked = false, next_at = due_at WHERE workspace_id = ANY ($1) AND parked
            """;

    private static final String SET_ONCE = """
            INSERT INTO records.job (id, slice, kind, subject_id, due_at, next_at) VALUES ($1, 0, $2, $3, $4, $4)
            ON CONFLICT (workspace_id, kind, subject_id) DO NOTHING
            """;

    /**
     * What a claim leaves.
     *
     * @param owners workspaces and tenants whose jobs are left
     * @param allLong whether long jobs of all workspaces are left
     * @param longOf workspaces whose long jobs are left
     */
    record Except(Set<UUID> owners, boolean allLong, Set<UUID> longOf) {}

    /** Jobs of a workspace that may have no effects now. */
    private record Waiting(UUID workspace, String kind) {}

    private final Database database;
    private final IdSource ids;
    private final InstantSource clock;

    JobRows(JobParts parts) {
        this.database = parts.database();
        this.ids = parts.ids();
        this.clock = parts.clock();
    }

    /** Leases due jobs of these kinds, and gives them in the order of their due times. */
    Future<List<ClaimedJob>> claim(Map<String, Jobs.Handled> kinds, Except except, Duration lease) {
        var leasedUntil = clock.instant().plus(lease);
        var args = Tuple.of(Jobs.SLICES)
                .addArrayOfString(kinds.keySet().toArray(String[]::new))
                .addArrayOfUUID(except.owners().toArray(UUID[]::new))
                .addInteger(SLICE_MAX)
                .addUUID(ids.next())
                .addDouble(seconds(lease))
                .addArrayOfString(kinds.values().stream()
                        .map(Jobs.Handled::kind)
                        .filter(JobKind::isLong)
                        .map(JobKind::name)
                        .toArray(String[]::new))
                .addBoolean(except.allLong())
                .addArrayOfUUID(except.longOf().toArray(UUID[]::new))
                .addUUID(RunSlots.NO_WORKSPACE);
        return sent(CLAIM, args).map(rows -> {
            var jobs = new ArrayList<ClaimedJob>(rows.size());
            for (var row : rows) {
                jobs.add(ClaimedJob.of(
                        row,
                        Objects.requireNonNull(kinds.get(row.getString("kind"))).kind(),
                        leasedUntil));
            }
            jobs.sort(ClaimedJob.BY_DUE_TIME);
            return jobs;
        });
    }

    /** The job runs again after a pause. */
    Future<Void> failed(ClaimedJob job, Duration pause, String error) {
        return sent(
                        FAILED,
                        Tuple.of(job.id().value(), job.lease())
                                .addDouble(seconds(pause))
                                .addString(error))
                .mapEmpty();
    }

    /** The lease of a claim lasts so long from now on; false if it has ended. */
    Future<Boolean> extend(ClaimedJob job, Duration lease) {
        return sent(EXTEND, Tuple.of(job.id().value(), job.lease()).addDouble(seconds(lease)))
                .map(rows -> rows.rowCount() == 1);
    }

    /**
     * Jobs that cannot run now, such as those of a workspace that may have no effects: they are looked at again after a
     * pause, or once they are unparked.
     */
    Future<Void> park(List<ClaimedJob> jobs, Duration pause) {
        return givenBack(jobs, pause, true);
    }

    /** Parks what else is due of the workspaces and modules of these jobs, so that few claims are spent on it. */
    Future<Void> parkDue(List<ClaimedJob> parked, Jobs jobs, Duration pause) {
        var waiting = parked.stream()
                .flatMap(job -> jobs.kinds(job.kind().module()).stream()
                        .filter(kind -> !kind.unconditional())
                        .map(kind -> new Waiting(
                                Objects.requireNonNull(job.workspace()).value(), kind.name())))
                .distinct()
                .toList();
        if (waiting.isEmpty()) {
            return Future.succeededFuture();
        }
        var args = Tuple.tuple()
                .addArrayOfShort(waiting.stream()
                        .map(one -> (short) Partitioner.of(one.workspace(), Jobs.SLICES))
                        .distinct()
                        .toArray(Short[]::new))
                .addArrayOfUUID(waiting.stream().map(Waiting::workspace).toArray(UUID[]::new))
                .addArrayOfString(waiting.stream().map(Waiting::kind).toArray(String[]::new))
                .addInteger(PARKED_MAX)
                .addDouble(seconds(pause));
        return sent(PARK_DUE, args).mapEmpty();
    }

    /** Jobs that this process will not run: any other may claim them now. */
    Future<Void> release(List<ClaimedJob> jobs) {
        return givenBack(jobs, null, false);
    }

    /** A claim that came to nothing by no fault of the job: any process may make it again after a pause. */
    Future<Void> postpone(ClaimedJob job, Duration pause) {
        return givenBack(List.of(job), pause, false);
    }

    private Future<Void> givenBack(List<ClaimedJob> jobs, @Nullable Duration pause, boolean parked) {
        if (jobs.isEmpty()) {
            return Future.succeededFuture();
        }
        return sent(
                        GIVE_BACK,
                        Tuple.tuple()
                                .addArrayOfUUID(jobs.stream()
                                        .map(job -> job.id().value())
                                        .toArray(UUID[]::new))
                                .addDouble(pause == null ? null : seconds(pause))
                                .addArrayOfUUID(
                                        jobs.stream().map(ClaimedJob::lease).toArray(UUID[]::new))
                                .addBoolean(parked))
                .mapEmpty();
    }

    /** Parked jobs of these workspaces are due again. */
    Future<Void> unpark(Collection<UUID> workspaces) {
        return sent(UNPARK, Tuple.tuple().addArrayOfUUID(workspaces.toArray(UUID[]::new)))
                .mapEmpty();
    }

    /** Sets a job of the installation, unless it is set. */
    Future<Void> setOnce(JobKind kind, Instant dueAt) {
        return sent(
                        SET_ONCE,
                        Tuple.of(ids.next(), kind.name(), Jobs.INSTALLATION)
                                .addOffsetDateTime(dueAt.atOffset(ZoneOffset.UTC)))
                .mapEmpty();
    }

    private Future<RowSet<Row>> sent(String sql, Tuple args) {
        return database.transaction(
                RowSecurityContext.INSTALLATION,
                clock.instant().plus(TIME_MAX),
                transaction -> transaction.query(sql, args));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
