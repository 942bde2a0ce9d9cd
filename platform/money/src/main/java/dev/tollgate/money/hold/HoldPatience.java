package dev.tollgate.money.hold;

import java.time.Duration;

/**
 * How long the calls of one lane wait for a verdict. A server that is slow because the machine is busy has answered by
 * then; one that has left a function call without an answer for that long is away, and later calls wait less until it
 * answers again.
 */
final class HoldPatience {

    private boolean asking;
    private boolean away;
    private long askedNanos;

    /** A function call was sent; there is one at a time. */
    void asked(long nowNanos) {
        asking = true;
        askedNanos = nowNanos;
    }

    /** The server has answered it. */
    void answered() {
        asking = false;
        away = false;
    }

    /** The connection failed: nothing is known of the server. */
    void failed() {
        asking = false;
    }

    /** The loop itself did not run for so long. */
    void extend(long stalledNanos) {
        askedNanos += stalledNanos;
    }

    /** How long a call that comes now waits at most. */
    Duration of(long nowNanos) {
        away |= asking && nowNanos - askedNanos >= Holds.ANSWER_TIMEOUT.toNanos();
        return away ? Holds.AWAY_TIMEOUT : Holds.ANSWER_TIMEOUT;
    }
}
