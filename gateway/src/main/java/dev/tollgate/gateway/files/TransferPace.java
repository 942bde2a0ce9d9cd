package dev.tollgate.gateway.files;

import java.time.Duration;

/** Tells whether the client of one transfer is too slow and must be given up. Confined to its event loop. */
final class TransferPace {

    /** A transfer in which nothing moves for longer is given up. */
    static final Duration STALL_MAX = Duration.ofSeconds(30);

    /** The longest that one request may take. */
    static final Duration TIME_MAX = Duration.ofHours(1);

    /** Bytes a second on average that a transfer must have after {@link #STALL_MAX}. */
    static final long RATE_MIN = 16 << 10;

    private final long startedNanos;
    private long moved;
    private long movedNanos;

    /** Of a transfer that begins now. */
    TransferPace(long nowNanos) {
        this.startedNanos = nowNanos;
        this.movedNanos = nowNanos;
    }

    /**
     * To be asked every few seconds.
     *
     * @param bytes that have been moved so far
     */
    boolean isTooSlow(long bytes, long nowNanos) {
        if (bytes != moved) {
            moved = bytes;
            movedNanos = nowNanos;
        }
        var time = Duration.ofNanos(nowNanos - startedNanos);
        return nowNanos - movedNanos >= STALL_MAX.toNanos()
                || time.compareTo(TIME_MAX) >= 0
                || (time.compareTo(STALL_MAX) >= 0 && bytes < RATE_MIN * time.toSeconds());
    }
}
