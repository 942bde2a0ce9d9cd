package dev.tollgate.records.job;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Long runs of an event loop: few at a time, since the others are left to short ones, and one of a workspace.
 * Workspaces take turns: who has had one waits until no other has a due job.
 */
final class LongRuns {

    /** Long runs at a time. */
    static final int CONCURRENCY_MAX = 2;

    /** Workspaces that have a run, from its admission to its end. */
    private final Set<UUID> running = new HashSet<>();

    private final Set<UUID> served = new HashSet<>();

    boolean isFull() {
        return running.size() >= CONCURRENCY_MAX;
    }

    /** Takes a run for a workspace; false if it may have none now. */
    boolean admit(UUID workspace) {
        return !isFull() && running.add(workspace);
    }

    void ended(UUID workspace) {
        running.remove(workspace);
        served.add(workspace);
    }

    /** Workspaces whose long jobs are not claimed now. */
    Set<UUID> leftOut() {
        var all = new HashSet<>(running);
        all.addAll(served);
        return all;
    }

    /** Begins a new round if there is a run to spare and somebody has had a turn; whether it did. */
    boolean nextRound() {
        boolean begins = !isFull() && !served.isEmpty();
        if (begins) {
            served.clear();
        }
        return begins;
    }
}
