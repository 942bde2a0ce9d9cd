package dev.tollgate.money.copy;

import io.vertx.core.buffer.Buffer;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A copy as the functions pack it: two letters of the format, the run, so many numbers, then pairs of bucket and sum.
 * Numbers are little-endian doubles.
 */
final class PackedCopy {

    private static final int FORMAT_BYTES = 2;
    private static final int RUN_BYTES = 80;
    private static final int NUMBERS_AT = FORMAT_BYTES + RUN_BYTES;
    private static final int PAIR_BYTES = 2 * Double.BYTES;

    private final Buffer packed;
    private final int numbers;

    /** @param numbers before the pairs */
    PackedCopy(Buffer packed, int numbers) {
        this.packed = packed;
        this.numbers = numbers;
    }

    /** One of the numbers, from 0 on. */
    long number(int at) {
        return whole(NUMBERS_AT + at * Double.BYTES);
    }

    /** What is held and not released, by bucket, oldest first. */
    SortedMap<Long, Long> held() {
        SortedMap<Long, Long> held = new TreeMap<>();
        for (int at = NUMBERS_AT + numbers * Double.BYTES; at < packed.length(); at += PAIR_BYTES) {
            held.put(whole(at), whole(at + Double.BYTES));
        }
        return held;
    }

    private long whole(int at) {
        return (long) packed.getDoubleLE(at);
    }
}
