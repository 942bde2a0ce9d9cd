package dev.tollgate.runtime.ids;

import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * UUIDv7 (RFC 9562, section 5.7): milliseconds, then 74 bits that are random for the first id of a millisecond and are
 * counted up for the next ones (section 6.2, method 2). An id costs one object.
 */
final class TimeOrderedIds implements IdSource {

    /** A clock that is set back by up to this much does not set the ids back; one that is set back further does. */
    private static final long SET_BACK_MAX_MS = Duration.ofSeconds(10).toMillis();

    private static final int TAIL_BITS = 62;
    private static final int HEAD_BITS = 12;
    private static final long TAIL_MAX = (1L << TAIL_BITS) - 1;
    private static final int HEAD_MAX = (1 << HEAD_BITS) - 1;
    private static final long VERSION = 0x7000;
    private static final long VARIANT = 1L << 63;

    private final InstantSource clock;
    private final RandomGenerator random;
    private long milli;
    private int head;
    private long tail;

    /** @param random used by one thread at a time */
    TimeOrderedIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public UUID next() {
        long high;
        long low;
        synchronized (this) {
            advance(clock.millis());
            high = (milli << Short.SIZE) | VERSION | head;
            low = VARIANT | tail;
        }
        return new UUID(high, low);
    }

    private void advance(long now) {
        long back = milli - now;
        if (back >= 0 && back <= SET_BACK_MAX_MS) {
            increment();
        } else {
            milli = now;
            head = random.nextInt(HEAD_MAX + 1);
            tail = random.nextLong() & TAIL_MAX;
        }
    }

    private void increment() {
        if (tail < TAIL_MAX) {
            tail++;
        } else if (head < HEAD_MAX) {
            tail = 0;
            head++;
        } else {
            tail = 0;
            head = 0;
            milli++;
        }
    }
}
