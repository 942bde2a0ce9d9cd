package dev.tollgate.money.hold;

import java.time.Duration;

/**
 * When a lane next looks for callers whose time is up, and for how long its loop did not run meanwhile. A loop that was
 * held up, by a collection say, reads what has come before it blames Redis, and does not count the time it did not run.
 */
final class DeadlineTick {

    static final long INTERVAL_MS = 5;

    private static final long INTERVAL_NANOS = Duration.ofMillis(INTERVAL_MS).toNanos();

    /** A shorter delay is none. */
    private static final long STALL_NANOS = Duration.ofMillis(10).toNanos();

    private boolean ticking;
    private boolean excused;
    private long dueNanos;

    /** Whether the caller has to schedule the next tick: it begins now. */
    boolean begins(long nowNanos) {
        if (ticking) {
            return false;
        }
        ticking = true;
        dueNanos = nowNanos + INTERVAL_NANOS;
        return true;
    }

    /** The time to give back to those who wait, 0 for none. A loop that is held up at every tick gets every other. */
    long stalledNanos(long nowNanos) {
        long stalled = nowNanos - dueNanos;
        if (!ticking || excused || stalled <= STALL_NANOS) {
            return 0;
        }
        excused = true;
        dueNanos = nowNanos;
        return stalled;
    }

    /** @param heldUp whether this tick gave time back instead of ending anybody's */
    void ended(boolean heldUp) {
        ticking = false;
        excused = heldUp;
    }
}
