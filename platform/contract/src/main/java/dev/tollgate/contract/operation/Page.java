package dev.tollgate.contract.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the records that match.
 *
 * @param nextCursor opaque; null means there are no more
 * @param total how many match in all; null where nobody asked, or nothing was counted
 */
public record Page<O>(
        List<O> items,
        @Nullable String nextCursor,
        @Nullable Total total) {

    /** Counting stops here, so that it costs little however many records match. */
    public static final int COUNTED_MAX = 1_000;

    /**
     * How many records match.
     *
     * @param exact false where there may be more
     */
    public record Total(long count, boolean exact) {

        /** A count that stopped at {@link #COUNTED_MAX}. */
        public static Total bounded(long count) {
            return new Total(count, count < COUNTED_MAX);
        }
    }

    public Page {
        items = List.copyOf(items);
    }

    /** A page that does not say how many match. */
    public Page(List<O> items, @Nullable String nextCursor) {
        this(items, nextCursor, null);
    }

    /** The same page, which says how many match. */
    public Page<O> of(Total all) {
        return new Page<>(items, nextCursor, all);
    }
}
