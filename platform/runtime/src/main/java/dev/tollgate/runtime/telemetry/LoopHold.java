package dev.tollgate.runtime.telemetry;

import java.time.Duration;

/**
 * Decides whether the task of an event loop holds it too long: it has run for the limit, and in that time it has used
 * the processor that long, or waits. A thread that was ready and got no processor does not count.
 */
final class LoopHold {

    private final long maxNanos;
    private long task;
    private long cpuBeforeNanos;
    private boolean reported;

    LoopHold(Duration max) {
        this.maxNanos = max.toNanos();
    }

    /**
     * What a look at the loop shows.
     *
     * @param startedNanos when its task started, as {@link System#nanoTime()} says it; 0 while it has none
     * @param cpuNanos processor time of its thread so far
     * @param waiting whether its thread waits for a lock, a future or a time
     */
    record Look(long startedNanos, long cpuNanos, boolean waiting) {}

    /** Whether the loop is held too long; true once per task. */
    boolean exceeds(Look look, long nowNanos) {
        if (look.startedNanos() != task) {
            task = look.startedNanos();
            cpuBeforeNanos = look.cpuNanos();
            reported = false;
        }
        if (task == 0 || reported || nowNanos - task < maxNanos) {
            return false;
        }
        reported = look.waiting() || look.cpuNanos() - cpuBeforeNanos >= maxNanos;
        return reported;
    }
}
