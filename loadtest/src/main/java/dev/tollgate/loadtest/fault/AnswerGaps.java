package dev.tollgate.loadtest.fault;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Measures the longest time in which no call was served, from its making to its end. */
final class AnswerGaps implements AutoCloseable {

    private static final long POLL_MS = 5;

    private final LongSupplier served;
    private final Thread watch;
    private volatile boolean ended;
    private volatile long longestNanos;

    /** @param served calls so far */
    AnswerGaps(LongSupplier served) {
        this.served = served;
        this.watch = Thread.ofVirtual().start(this::watch);
    }

    private void watch() {
        long last = served.getAsLong();
        long changed = System.nanoTime();
        while (!ended) {
            long now = System.nanoTime();
            long count = served.getAsLong();
            longestNanos = Math.max(longestNanos, now - changed);
            if (count != last) {
                last = count;
                changed = now;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    double longestSeconds() {
        return TimeUnit.NANOSECONDS.toMillis(longestNanos) / 1e3;
    }

    @Override
    public void close() {
        ended = true;
        watch.interrupt();
    }
}
