package dev.tollgate.gateway.files;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells whether the client of one transfer is too slow and must be given up. Confined to its event loop. */
final class TransferPace {

    /** A transfer in which nothing moves for longer is given up. */
    static final Duration STALL_MAX = Duration.ofSeconds(30);

    /** The longest that one request may take. */
    static final Duration TIME_MAX = Duration.ofHours(1);

    /** Bytes a second on average that a transfer must have after {@link #STALL_MAX}. */
    static final long RATE_MIN = 16 << 10;

    private final LongSupplier nanos;
    private final long startedNanos;
    private long moved;
    private long movedNanos;

    /**
     * Of a transfer that begins now.
     *
     * @param nanos the time, as {@link System#nanoTime()} tells it
     */
    TransferPace(LongSupplier nanos) {
        this.nanos = nanos;
        this.startedNanos = nanos.getAsLong();
        this.movedNanos = startedNanos;
    }

    /**
     * To be asked every few seconds.
     *
     * @param bytes that have been moved so far
     */
    boolean isTooSlow(long bytes) {
        long now = nanos.getAsLong();
        if (bytes != moved) {
            moved = bytes;
            movedNanos = now;
        }
        var time = Duration.ofNanos(now - startedNanos);
        return now - movedNanos >= STALL_MAX.toNanos()
                || time.compareTo(TIME_MAX) >= 0
                || (time.compareTo(STALL_MAX) >= 0 && bytes < RATE_MIN * time.toSeconds());
    }
}
