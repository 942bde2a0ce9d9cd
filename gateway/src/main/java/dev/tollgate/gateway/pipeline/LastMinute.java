package dev.tollgate.gateway.pipeline;

import java.util.concurrent.TimeUnit;

/** How much a count has risen within the last minute, to the second. For one event loop. */
final class LastMinute {

    private static final int SECONDS = 60;

    /** The count at the end of each of the last seconds. */
    private final long[] counts = new long[SECONDS];

    private long second;

    LastMinute(long nowNanos) {
        this.second = TimeUnit.NANOSECONDS.toSeconds(nowNanos);
    }

    /**
     * The rise up to now; called every second or more often.
     *
     * @param count which only grows, from 0
     */
    long rise(long count, long nowNanos) {
        long now = TimeUnit.NANOSECONDS.toSeconds(nowNanos);
        long last = counts[at(second)];
        for (long passed = Math.max(second + 1, now - SECONDS); passed <= now; passed++) {
            counts[at(passed)] = last;
        }
        second = Math.max(second, now);
        long risen = count - counts[at(second + 1)];
        counts[at(second)] = count;
        return risen;
    }

    private static int at(long second) {
        return Math.floorMod(second, SECONDS);
    }
}
