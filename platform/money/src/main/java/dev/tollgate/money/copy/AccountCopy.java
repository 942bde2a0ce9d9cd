package dev.tollgate.money.copy;

import dev.tollgate.money.rating.Enforcement;
import dev.tollgate.money.rating.PublishedFigures;
import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The copy of an account as Redis has it now.
 *
 * @param figures as they were last published
 * @param held what is held and not released, by bucket, oldest first
 */
public record AccountCopy(PublishedFigures figures, SortedMap<Long, Long> held) {

    /** Numbers of the format A2. */
    private static final int HEAD = 14;

    public AccountCopy {
        held = Collections.unmodifiableSortedMap(new TreeMap<>(held));
    }

    /** Everything that is held, in both months. */
    public long openMicros() {
        return held.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The money left for a hold in the month of the row; exact while the next month has no open charges. */
    public long leftMicros() {
        return figures.included() + figures.prepaid() - openMicros();
    }

    /** As the functions pack it. */
    public static AccountCopy read(Buffer packed) {
        var copy = new PackedCopy(packed, HEAD);
        PublishedFigures figures = new PublishedFigures(
                copy.number(0),
                copy.number(1),
                copy.number(4),
                copy.number(5),
                copy.number(6),
                copy.number(7),
                copy.number(8),
                copy.number(9),
                copy.number(10),
                copy.number(11),
                Enforcement.ofCode((int) copy.number(12)),
                copy.number(13));
        return new AccountCopy(figures, copy.held());
    }
}
