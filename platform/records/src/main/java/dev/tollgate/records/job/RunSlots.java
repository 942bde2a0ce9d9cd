package dev.tollgate.records.job;

import dev.tollgate.records.job.ActiveWorkspaces.Active;
import dev.tollgate.runtime.memory.KeyCounts;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The runs of an event loop, and the claimed jobs that wait for one. Neither a workspace nor a tenant ever has all
 * runs, so that its backlog delays few others.
 */
final class RunSlots {

    /** Runs at a time on an event loop. */
    static final int CONCURRENCY_MAX = 8;

    /** Runs of one workspace at a time on an event loop. */
    static final int WORKSPACE_CONCURRENCY_MAX = 4;

    /** Runs of all workspaces of a tenant at a time on an event loop. */
    static final int TENANT_CONCURRENCY_MAX = 6;

    /** Claimed jobs that wait for a run, beyond which nothing is claimed. */
    static final int WAITING_MAX = 1_000;

    /** In place of a workspace, and of a tenant, for jobs of the installation. */
    static final UUID NO_WORKSPACE = new UUID(0, 0);

    /** A job to run, and the state of its workspace. */
    record Admitted(ClaimedJob job, Active in) {

        UUID workspace() {
            return job.workspace() == null ? NO_WORKSPACE : job.workspace().value();
        }

        UUID tenant() {
            return job.tenant() == null ? NO_WORKSPACE : job.tenant().value();
        }
    }

    private final Deque<Admitted> waiting = new ArrayDeque<>();
    private final LongRuns longRuns = new LongRuns();
    private final KeyCounts<UUID> runningByWorkspace = new KeyCounts<>();
    private final KeyCounts<UUID> runningByTenant = new KeyCounts<>();

    /** Whether more jobs may be claimed. */
    boolean haveRoom() {
        return running() < CONCURRENCY_MAX && waiting.size() < WAITING_MAX;
    }

    /** Whether nothing waits or runs. */
    boolean areIdle() {
        return running() == 0 && waiting.isEmpty();
    }

    /**
     * What claims leave out: workspaces and tenants that have all the runs they may have, until one ends, and long
     * runs.
     */
    JobRows.Except except() {
        var busy = Stream.concat(
                        runningByWorkspace.atLeast(WORKSPACE_CONCURRENCY_MAX),
                        runningByTenant.atLeast(TENANT_CONCURRENCY_MAX))
                .collect(Collectors.toSet());
        return new JobRows.Except(Set.copyOf(busy), longRuns.isFull(), longRuns.leftOut());
    }

    private int running() {
        return runningByTenant.all();
    }

    /**
     * Begins another round of long runs; false if none was left out.
     *
     * @param found what the claim left that found nothing: if it left all long jobs, somebody who has not had a turn
     *     may have one, also if a run has ended since
     */
    boolean nextLongRound(JobRows.Except found) {
        return !found.allLong() && longRuns.nextRound();
    }

    /** Queues a job; false if it is a long one, and none may wait now. */
    boolean add(Admitted job) {
        if (job.job().kind().isLong() && !longRuns.admit(job.workspace())) {
            return false;
        }
        waiting.add(job);
        return true;
    }

    /** Takes the oldest job whose workspace and tenant have a run to spare; null if there is none, or no run. */
    @Nullable Admitted take() {
        for (var queued = waiting.iterator(); running() < CONCURRENCY_MAX && queued.hasNext(); ) {
            var next = queued.next();
            if (!isBusy(next)) {
                queued.remove();
                runningByWorkspace.add(next.workspace(), 1);
                runningByTenant.add(next.tenant(), 1);
                return next;
            }
        }
        return null;
    }

    /** Frees the run of a job that has ended; whether jobs may be due that claims have left out for it. */
    boolean give(Admitted job) {
        boolean wasBusy = isBusy(job);
        if (job.job().kind().isLong()) {
            longRuns.ended(job.workspace());
        }
        runningByWorkspace.add(job.workspace(), -1);
        runningByTenant.add(job.tenant(), -1);
        return wasBusy || job.job().kind().isLong();
    }

    /** Whether its workspace, or its tenant, has all the runs it may have. */
    boolean isBusy(Admitted job) {
        return runningByWorkspace.of(job.workspace()) >= WORKSPACE_CONCURRENCY_MAX
                || runningByTenant.of(job.tenant()) >= TENANT_CONCURRENCY_MAX;
    }

    /** Takes all that waits. */
    List<ClaimedJob> clear() {
        var left = waiting.stream().map(Admitted::job).toList();
        waiting.clear();
        return left;
    }
}
