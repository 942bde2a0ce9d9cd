package dev.tollgate.gateway.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what of answers clients have not read yet, and the operating system has not taken, over all connections of a
 * process. It is in memory until they read it. Not counted are the bytes of the next request, which waits meanwhile: at
 * most one receive buffer (64 KiB) a connection. Safe from any thread.
 */
public final class UnreadAnswers {

    private static final int PART_OF_HEAP = 4;

    private final long bytesMax;
    private final AtomicLong bytes = new AtomicLong();

    UnreadAnswers(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** As much as a part of the heap of this process. */
    public static UnreadAnswers ofHeap() {
        return new UnreadAnswers(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }

    /** Counts so many more bytes; below 0 so many fewer. */
    void add(long more) {
        bytes.addAndGet(more);
    }

    /** Whether there is more than there may be. */
    boolean isTooMuch() {
        return bytes.get() > bytesMax;
    }

    /** Whether there is more than twice of that. */
    boolean isFarTooMuch() {
        return bytes.get() > 2 * bytesMax;
    }
}
