package dev.tollgate.money.hold;

import java.time.Duration;

/**
 * The time between function calls of one loop. A function call costs Redis about as much as ten entries, so where the
 * last one carried few calls, the next one waits for more of them. The first one after a pause goes at once.
 */
final class HoldPace {

    /** From a small batch to the next one: the longest that a call waits for others. */
    static final Duration PAUSE = Duration.ofMillis(1);

    /** A batch of fewer calls is small. */
    static final int SMALL_BELOW = 4;

    private boolean small;
    private long sentNanos;

    /** A batch goes now. */
    void sent(int calls, long nowNanos) {
        small = calls < SMALL_BELOW;
        sentNanos = nowNanos;
    }

    /** How long the next batch waits; 0 if it may go now. */
    long waitNanos(long nowNanos) {
        return small ? Math.max(0, PAUSE.toNanos() - (nowNanos - sentNanos)) : 0;
    }
}
