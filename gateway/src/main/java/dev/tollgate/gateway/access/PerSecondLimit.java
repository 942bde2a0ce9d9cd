package dev.tollgate.gateway.access;

import java.util.concurrent.TimeUnit;

/** A limit of events per second, by a count that begins anew a second after it began. Confined to its event loop. */
public final class PerSecondLimit {

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int max;
    private long sinceNanos;
    private int count;

    /** @param now the time, as {@link System#nanoTime()} tells it */
    public PerSecondLimit(int max, long now) {
        this.max = max;
        this.sinceNanos = now;
    }

    /** Whether no further event is within the limit. */
    public boolean isFull(long now) {
        if (now - sinceNanos >= SECOND_NANOS) {
            sinceNanos = now;
            count = 0;
        }
        return count >= max;
    }

    /** Counts one event. */
    public void add() {
        count++;
    }
}
