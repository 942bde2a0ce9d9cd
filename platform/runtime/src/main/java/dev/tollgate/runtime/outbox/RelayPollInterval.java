package dev.tollgate.runtime.outbox;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** Poll interval of the relay: short after it found something, with backoff while it finds nothing. */
final class RelayPollInterval {
    private static final long BUSY_MS = 10;
    private static final long IDLE_MS = 1_000;
    private static final long RETRY_MS = 200;
    private static final long NONE = -1;

    private final Vertx vertx;
    private final Runnable turn;
    private long delayMs = BUSY_MS;
    private long timer = NONE;
    private long dueNanos;

    RelayPollInterval(Vertx vertx, Runnable turn) {
        this.vertx = vertx;
        this.turn = turn;
    }

    void busy() {
        delayMs = BUSY_MS;
    }

    void idle() {
        delayMs = Math.min(delayMs * 2, IDLE_MS);
    }

    /** The poll that replaces a lost wake-up, and deletes acknowledged rows. */
    void later() {
        after(delayMs);
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

    /** A look that is due earlier stays. */
    private void after(long ms) {
        long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        if (timer != NONE && dueNanos - due <= 0) {
            return;
        }
        vertx.cancelTimer(timer);
        dueNanos = due;
        timer = vertx.setTimer(ms, _ -> {
            timer = NONE;
            turn.run();
        });
    }
}
