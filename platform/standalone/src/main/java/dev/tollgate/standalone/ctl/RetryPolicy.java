package dev.tollgate.standalone.ctl;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Timeouts and retries of a command.
 *
 * @param triesMax calls in all
 * @param waitMax the longest it waits before one of them, regardless of Retry-After
 * @param answerMax the longest it waits for an answer
 */
record RetryPolicy(int triesMax, Duration waitMax, Duration answerMax) {
    static final RetryPolicy USUAL = new RetryPolicy(5, Duration.ofSeconds(20), Duration.ofSeconds(40));
    static final Duration CONNECT_MAX = Duration.ofSeconds(3);
    private static final Duration UNSAID = Duration.ofMillis(500);

    /** The pause the server asked for in {@code Retry-After}, bounded. */
    Duration pause(String retryAfter) {
        var asked = retryAfter.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(retryAfter)) : UNSAID;
        return asked.compareTo(waitMax) > 0 ? waitMax : asked;
    }

    /** Blocks the command's own thread; there is no event loop here. */
    static void await(Duration pause) {
        var end = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
