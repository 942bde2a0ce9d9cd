package dev.tollgate.records.job;

import dev.tollgate.records.job.ActiveWorkspaces.Active;
import dev.tollgate.records.job.RunSlots.Admitted;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims due jobs and runs them, a few at a time. One per event loop; the loops of a process take turns at polling. A
 * claim takes the oldest jobs of each slice, and neither a workspace nor a tenant ever has all runs, so that its
 * backlog delays few others.
 */
public final class JobRunner {

    /** How often a process looks for due jobs. */
    public static final Duration POLL_EVERY = Duration.ofSeconds(1);

    /** How long a claimed job belongs to a process: a run starts only if it can end before. */
    static final Duration LEASE = Duration.ofSeconds(60);

    /** When a job of a workspace that may have no effects is looked at again, unless the workspace is back before. */
    static final Duration PARKED = Duration.ofMinutes(10);

    /** Where jobs of the installation run, and unconditional ones of workspaces that are not active. */
    private static final Active INSTALLATION = new Active(Set.of(), ZoneOffset.UTC);

    private static final Logger LOGGER = LoggerFactory.getLogger(JobRunner.class);

    private final Jobs jobs;
    private final InstantSource clock;
    private final ActiveWorkspaces active;
    private final JobRows rows;
    private final JobExecution execution;
    private final RunSlots slots = new RunSlots();
    private final Set<UUID> changed = new HashSet<>();
    private final List<Promise<Void>> idle = new ArrayList<>();
    private boolean prepared;
    private boolean claiming;
    private boolean more;
    private boolean stopped;

    public JobRunner(Jobs jobs, ActiveWorkspaces active) {
        this.jobs = jobs;
        this.clock = jobs.parts().clock();
        this.active = active;
        this.rows = new JobRows(jobs.parts());
        this.execution = new JobExecution(jobs, rows);
    }

    /**
     * Claims what is due, unless all runs are taken, and starts to run it; claims again by itself until nothing is due.
     *
     * @return how many were claimed first; their runs may not have ended
     */
    public Future<Integer> poll() {
        if (stopped || claiming || !slots.haveRoom() || jobs.handled().isEmpty()) {
            return Future.succeededFuture(0);
        }
        claiming = true;
        more = false;
        return Future.succeededFuture()
                .compose(_ -> prepare())
                .compose(_ -> claimInTurns())
                .onSuccess(count -> more |= count > 0)
                .onComplete(_ -> {
                    claiming = false;
                    pump();
                });
    }

    private Future<Integer> claimInTurns() {
        var except = slots.except();
        return claim(except)
                .compose(count -> count == 0 && slots.nextLongRound(except)
                        ? claim(slots.except())
                        : Future.succeededFuture(count));
    }

    private Future<Integer> claim(JobRows.Except except) {
        return rows.claim(jobs.handled(), except, LEASE).compose(this::admitted);
    }

    /** Workspaces with these ids may have effects again; other ids are ignored. */
    public void changed(Collection<UUID> ids) {
        if (!jobs.handled().isEmpty()) {
            changed.addAll(ids);
        }
    }

    /** Whether a claim is on its way: {@link #poll} may have completed, and another follows it. */
    boolean isClaiming() {
        return claiming;
    }

    /** Completes when no job is claimed, waits or runs here. */
    public Future<Void> idle() {
        var promise = Promise.<Void>promise();
        idle.add(promise);
        tellIfIdle();
        return promise.future();
    }

    /** Claims nothing more, gives back what waits, and completes when the last run has ended. */
    public Future<Void> stop() {
        stopped = true;
        return Future.join(rows.release(slots.clear()), idle()).mapEmpty();
    }

    /** Sets the jobs of the installation, once, and unparks the jobs of changed workspaces. */
    private Future<?> prepare() {
        var steps = new ArrayList<Future<?>>();
        if (!prepared) {
            for (var one : jobs.handled().values()) {
                execution.show(one.kind());
                if (one.next() != null) {
                    steps.add(rows.setOnce(one.kind(), one.next().apply(clock.instant())));
                }
            }
        }
        if (!changed.isEmpty()) {
            var ids = List.copyOf(changed);
            changed.clear();
            steps.add(rows.unpark(ids).onFailure(_ -> changed.addAll(ids)));
        }
        return Future.all(steps).onSuccess(_ -> prepared = true);
    }

    /** Queues those that may run, and parks the others. */
    private Future<Integer> admitted(List<ClaimedJob> claimed) {
        if (claimed.isEmpty()) {
            return Future.succeededFuture(0);
        }
        return workspaces(claimed)
                .recover(cause -> rows.release(claimed).transform(_ -> Future.failedFuture(cause)))
                .compose(found -> stopped ? rows.release(claimed) : queued(claimed, found))
                .map(claimed.size());
    }

    /** Those that are queued run, whatever becomes of the others: their leases end by themselves. */
    private Future<Void> queued(List<ClaimedJob> claimed, Map<UUID, Active> found) {
        var parked = new ArrayList<ClaimedJob>();
        var left = new ArrayList<ClaimedJob>();
        for (var job : claimed) {
            var in = placeOf(job, found);
            if (in == null) {
                parked.add(job);
            } else if (!slots.add(new Admitted(job, in))) {
                left.add(job);
            }
        }
        return rows.release(left)
                .compose(_ -> rows.park(parked, PARKED))
                .compose(_ -> rows.parkDue(parked, jobs, PARKED))
                .recover(cause -> {
                    LOGGER.atWarn()
                            .addKeyValue("reason", String.valueOf(cause.getMessage()))
                            .log("failed to give back jobs, others may claim them when their leases end");
                    return Future.succeededFuture();
                });
    }

    private Future<Map<UUID, Active>> workspaces(List<ClaimedJob> claimed) {
        var workspaces = new HashSet<UUID>();
        for (var job : claimed) {
            if (job.workspace() != null) {
                workspaces.add(job.workspace().value());
            }
        }
        return workspaces.isEmpty() ? Future.succeededFuture(Map.of()) : active.of(workspaces);
    }

    /** Where the job runs; null if it may not run now. */
    private static @Nullable Active placeOf(ClaimedJob job, Map<UUID, Active> found) {
        if (job.workspace() == null) {
            return INSTALLATION;
        }
        var in = found.get(job.workspace().value());
        if (job.kind().unconditional()) {
            return in == null ? INSTALLATION : in;
        }
        return in != null && in.modules().contains(job.kind().module()) ? in : null;
    }

    private void pump() {
        start();
        if (more && slots.haveRoom()) {
            var _ = poll();
        }
        tellIfIdle();
    }

    private void start() {
        for (var next = slots.take(); next != null; next = slots.take()) {
            var job = next;
            Future.succeededFuture()
                    .compose(_ -> execution.run(job.job(), job.in()))
                    .onComplete(_ -> ended(job));
        }
    }

    private void ended(Admitted job) {
        boolean mayHaveLeftOut = slots.give(job);
        start();
        more |= mayHaveLeftOut && (job.job().kind().isLong() || !slots.isBusy(job));
        pump();
    }

    private void tellIfIdle() {
        if (slots.areIdle() && !claiming) {
            var told = List.copyOf(idle);
            idle.clear();
            told.forEach(Promise::complete);
        }
    }
}
