package dev.tollgate.gateway.app;

import dev.tollgate.gateway.credential.ActiveWorkspaceRows;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.consume.ConsumerRunner;
import dev.tollgate.records.job.JobBacklog;
import dev.tollgate.records.job.JobRunner;
import dev.tollgate.runtime.process.ProcessContext;
import io.vertx.core.Future;

/**
 * What no caller waits for on one event loop, from when the modules are started.
 *
 * @param runner durable jobs
 * @param consumers of domain events; one loop of a process runs them
 * @param backlog how many jobs are due
 */
record LoopJobs(JobRunner runner, ConsumerRunner consumers, JobBacklog backlog) {

    static LoopJobs of(ProcessContext process, SharedState shared, PlatformContext context) {
        var active = new ActiveWorkspaceRows(context.database(), shared.modules());
        return new LoopJobs(
                new JobRunner(context.jobs(), active),
                new ConsumerRunner(
                        process.vertx(),
                        new ConsumerRunner.Servers(process.postgres(), process.kafka()),
                        context.database(),
                        context.consumers(),
                        active),
                new JobBacklog(context.jobs()));
    }

    /** Starts no further run; completes when those under way have ended. */
    Future<Void> stop() {
        return Future.join(runner.stop(), consumers.stop()).mapEmpty();
    }
}
