package dev.tollgate.money.hold;

import dev.tollgate.money.budget.BudgetFigures;
import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The copy of a budget as Redis has it now.
 *
 * @param figures as they were last published
 * @param held what is held and not released, by bucket, oldest first
 */
public record BudgetCopy(BudgetFigures figures, SortedMap<Long, Long> held) {

    private static final int NUMBERS_AT = "B1".length() + 80;
    private static final int HEAD = 8;
    private static final int PAIR_BYTES = 2 * Double.BYTES;

    public BudgetCopy {
        held = Collections.unmodifiableSortedMap(new TreeMap<>(held));
    }

    /** What is held in the buckets from this one on. */
    public long openMicros(long fromBucket) {
        return held.tailMap(fromBucket).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /**
     * As the functions pack it: format, run, eight numbers, pairs of bucket and sum; numbers are little-endian doubles.
     */
    static BudgetCopy read(Buffer packed) {
        long[] head = new long[HEAD];
        for (int i = 0; i < HEAD; i++) {
            head[i] = (long) packed.getDoubleLE(NUMBERS_AT + i * Double.BYTES);
        }
        SortedMap<Long, Long> held = new TreeMap<>();
        for (int at = NUMBERS_AT + HEAD * Double.BYTES; at < packed.length(); at += PAIR_BYTES) {
            held.put((long) packed.getDoubleLE(at), (long) packed.getDoubleLE(at + Double.BYTES));
        }
        return new BudgetCopy(
                new BudgetFigures(head[0], head[1], head[2], head[3], head[4], head[5], head[6], head[7]), held);
    }
}
