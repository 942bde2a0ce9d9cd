package dev.tollgate.webhooks.schedule;

import java.time.Duration;

/** Exponential backoff: each pause is twice as long as the one before. Used on one event loop. */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration MAX = Duration.ofSeconds(5);

    private long next = FIRST.toMillis();

    /** The pause before the next try. */
    long nextMs() {
        long pause = next;
        next = Math.min(2 * pause, MAX.toMillis());
        return pause;
    }

    /** A try has succeeded. */
    void reset() {
        next = FIRST.toMillis();
    }
}
