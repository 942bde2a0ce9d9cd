package dev.tollgate.runtime.repeat;

import java.time.Duration;

/** Exponential backoff: each pause is twice as long as the one before. Used on one event loop. */
public final class Backoff {

    private final long firstMs;
    private final long maxMs;
    private long nextMs;

    public Backoff(Duration first, Duration max) {
        this.maxMs = max.toMillis();
        this.firstMs = Math.min(first.toMillis(), maxMs);
        this.nextMs = firstMs;
    }

    /** The pause before the next try. */
    public long nextMs() {
        long pause = nextMs;
        nextMs = Math.min(2 * pause, maxMs);
        return pause;
    }

    /** A try has succeeded. */
    public void reset() {
        nextMs = firstMs;
    }
}
