package dev.tollgate.runtime.outbox;

import io.vertx.core.Vertx;

/** When the relay looks again by itself: soon after it found something, ever later while it finds nothing. */
final class RelayPace {
    private static final long BUSY_MS = 10;
    private static final long IDLE_MS = 1_000;
    private static final long RETRY_MS = 200;

    private final Vertx vertx;
    private final Runnable turn;
    private long delayMs = BUSY_MS;
    private long timer = -1;

    RelayPace(Vertx vertx, Runnable turn) {
        this.vertx = vertx;
        this.turn = turn;
    }

    void busy() {
        delayMs = BUSY_MS;
    }

    void idle() {
        delayMs = Math.min(delayMs * 2, IDLE_MS);
    }

    /** The poll that stands in for a lost wake-up. */
    void later() {
        after(delayMs);
    }

    /** While an acknowledgement is awaited, which brings the next turn by itself. */
    void muchLater() {
        after(IDLE_MS);
    }

    void retry() {
        after(RETRY_MS);
    }

    /** Runs something of one slice after the pause of a retry. */
    void retry(Runnable step) {
        vertx.setTimer(RETRY_MS, _ -> step.run());
    }

    void end() {
        vertx.cancelTimer(timer);
    }

    private void after(long ms) {
        vertx.cancelTimer(timer);
        timer = vertx.setTimer(ms, _ -> turn.run());
    }
}
