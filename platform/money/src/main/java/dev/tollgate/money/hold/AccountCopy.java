package dev.tollgate.money.hold;

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

    private static final String FORMAT = "A2";
    private static final int RUN_BYTES = 80;
    private static final int NUMBERS_AT = FORMAT.length() + RUN_BYTES;
    private static final int HEAD = 14;
    private static final int PAIR_BYTES = 2 * Double.BYTES;

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

    /** As the functions pack it: format, run, fourteen little-endian doubles, then pairs of bucket and sum. */
    static AccountCopy read(Buffer packed) {
        long[] head = new long[HEAD];
        for (int i = 0; i < HEAD; i++) {
            head[i] = (long) packed.getDoubleLE(NUMBERS_AT + i * Double.BYTES);
        }
        SortedMap<Long, Long> held = new TreeMap<>();
        for (int at = NUMBERS_AT + HEAD * Double.BYTES; at < packed.length(); at += PAIR_BYTES) {
            held.put((long) packed.getDoubleLE(at), (long) packed.getDoubleLE(at + Double.BYTES));
        }
        PublishedFigures figures = new PublishedFigures(
                head[0],
                head[1],
                head[4],
                head[5],
                head[6],
                head[7],
                head[8],
                head[9],
                head[10],
                head[11],
                Enforcement.ofCode((int) head[12]),
                head[13]);
        return new AccountCopy(figures, held);
    }
}
