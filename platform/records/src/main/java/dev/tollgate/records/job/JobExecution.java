package dev.tollgate.records.job;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.records.job.ActiveWorkspaces.Active;
import dev.tollgate.runtime.postgres.SqlState;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one claimed job: makes its call, gives it to its handler, and sets it for later if it fails. */
final class JobExecution {

    /** The longest a run may take, unless its kind says otherwise: the deadline of its transaction. */
    static final Duration RUN_MAX = Duration.ofSeconds(20);

    /** The pause after the first failure; each one after it is twice as long. */
    static final Duration RETRY_FIRST = Duration.ofSeconds(1);

    /** The longest pause after a failure. */
    static final Duration RETRY_MAX = Duration.ofMinutes(10);

    /** Nothing is held for a job, and nothing is charged. */
    private static final Charge FREE = new Charge("job", 0, 0, "", null);

    /** SQLSTATE of {@code records.end_job}. */
    private static final String LEASE_ENDED = "TG410";

    private static final Logger LOGGER = LoggerFactory.getLogger(JobExecution.class);

    private final Jobs jobs;
    private final JobParts parts;
    private final JobRows rows;
    private final JobMetrics metrics;

    JobExecution(Jobs jobs, JobRows rows) {
        this.jobs = jobs;
        this.parts = jobs.parts();
        this.rows = rows;
        this.metrics = new JobMetrics(parts.registry());
    }

    /** Shows the figures of a kind from now on. */
    void show(JobKind kind) {
        metrics.show(kind);
    }

    /** Completes when the run has ended, however it ended. Does nothing if the lease may end during the run. */
    Future<Void> run(ClaimedJob job, Active in) {
        var now = parts.clock().instant();
        if (now.plus(RUN_MAX).isAfter(job.leasedUntil())) {
            return lost(job);
        }
        return job.kind().isLong()
                ? rows.extend(job, job.kind().runMax().plus(RUN_MAX))
                        .compose(extended -> extended ? started(job, in, now) : lost(job))
                        .recover(cause -> notExtended(job, cause))
                : started(job, in, now);
    }

    private Future<Void> lost(ClaimedJob job) {
        metrics.ended(job.kind(), JobMetrics.Outcome.LOST);
        return Future.succeededFuture();
    }

    /** Nothing has run: the claim was no attempt, and any process may make it again after the first pause. */
    private Future<Void> notExtended(ClaimedJob job, Throwable cause) {
        metrics.ended(job.kind(), JobMetrics.Outcome.FAILED);
        log(job, cause, "failed to extend the lease of a long job, will retry");
        return rows.postpone(job, RETRY_FIRST)
                .onFailure(late -> log(job, late, "failed to give back a job, its lease will end"))
                .otherwiseEmpty();
    }

    private Future<Void> started(ClaimedJob job, Active in, Instant now) {
        if (job.attempt() == 1) {
            metrics.started(job.kind(), Duration.between(job.dueAt(), now));
        }
        return Future.succeededFuture()
                .compose(_ -> handled(job, in))
                .timeout(job.kind().runMax().toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(_ -> metrics.ended(job.kind(), JobMetrics.Outcome.DONE))
                .recover(cause -> failed(job, cause))
                .otherwiseEmpty();
    }

    private Future<Void> handled(ClaimedJob job, Active in) {
        var handled = Objects.requireNonNull(jobs.handled().get(job.kind().name()));
        var run = new JobRun(job, parts, self -> call(job, in, self));
        if (handled.next() != null) {
            run.next(handled.next().apply(present(job)));
        }
        return handled.handler().run(run).compose(_ -> run.finish());
    }

    private Call<JobRun> call(ClaimedJob job, Active in, JobRun run) {
        var kind = job.kind();
        var now = present(job);
        var operation = Declaration.write(kind.name(), kind.resource())
                .audited(kind.verb())
                .takes(JobRun.class)
                .gives(JobId.class);
        return new SystemCaller(job.tenant(), job.workspace(), in, FREE)
                .call(operation, run, new RequestId(parts.ids().next()), now, kind.runMax());
    }

    /** Not before the job is due, also where this process's clock is behind that of the database. */
    private Instant present(ClaimedJob job) {
        var now = parts.clock().instant();
        return now.isBefore(job.dueAt()) ? job.dueAt() : now;
    }

    private Future<Void> failed(ClaimedJob job, Throwable cause) {
        if (LEASE_ENDED.equals(SqlState.sqlState(cause))) {
            metrics.ended(job.kind(), JobMetrics.Outcome.LOST);
            return Future.succeededFuture();
        }
        metrics.ended(job.kind(), JobMetrics.Outcome.FAILED);
        var error = error(cause);
        if (!error.equals(job.lastError())) {
            log(job, cause, "job failed, will retry");
        }
        return rows.failed(job, pause(job.attempt()), error)
                .onFailure(late -> log(job, late, "failed to store that a job failed, its lease will end"));
    }

    /** The pause after so many failed runs. */
    static Duration pause(int attempts) {
        long pause = RETRY_FIRST.toMillis() << Math.clamp(attempts - 1L, 0, 20);
        return Duration.ofMillis(Math.min(pause, RETRY_MAX.toMillis()));
    }

    /** A short name of the failure, without values: the code of a refusal, or the class and SQLSTATE of an error. */
    static String error(Throwable cause) {
        if (cause instanceof JobRefused refused) {
            return refused.code();
        }
        var state = SqlState.sqlState(cause);
        var type = cause.getClass().getSimpleName();
        return state == null ? type : type + ' ' + state;
    }

    private static void log(ClaimedJob job, Throwable cause, String message) {
        LOGGER.atWarn()
                .addKeyValue("job", job.id())
                .addKeyValue("kind", job.kind().name())
                .addKeyValue("workspace", text(job))
                .addKeyValue("attempt", job.attempt())
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .setCause(cause)
                .log(message);
    }

    private static @Nullable String text(ClaimedJob job) {
        return job.workspace() == null ? null : job.workspace().text();
    }
}
