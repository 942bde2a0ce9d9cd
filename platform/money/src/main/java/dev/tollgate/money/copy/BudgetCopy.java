package dev.tollgate.money.copy;

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

    /** Numbers of the format B1. */
    private static final int HEAD = 8;

    public BudgetCopy {
        held = Collections.unmodifiableSortedMap(new TreeMap<>(held));
    }

    /** What is held in the buckets from this one on. */
    public long openMicros(long fromBucket) {
        return held.tailMap(fromBucket).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** As the functions pack it. */
    public static BudgetCopy read(Buffer packed) {
        var copy = new PackedCopy(packed, HEAD);
        var figures = new BudgetFigures(
                copy.number(0),
                copy.number(1),
                copy.number(2),
                copy.number(3),
                copy.number(4),
                copy.number(5),
                copy.number(6),
                copy.number(7));
        return new BudgetCopy(figures, copy.held());
    }
}
