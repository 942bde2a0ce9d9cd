package dev.tollgate.records.job;

import io.vertx.core.Future;

/** What a kind of jobs does when one is due. */
@FunctionalInterface
public interface JobHandler {

    /**
     * Runs one job, on the event loop the handler was bound on. Another run of the same job may have ended without an
     * effect before.
     *
     * @return when it succeeds without a {@link JobRun#write}, the job ends by itself; when it fails, or is late, the
     *     job runs again later
     */
    Future<?> run(JobRun run);
}
