package dev.tollgate.contract.operation;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Some of the records that match.
 *
 * @param nextCursor opaque; null means there are no more
 * @param total how many match in all; null where nobody asked, or nothing was counted
 * @param deleted deleted records, in place of items; null where they were not asked for
 * @param updatedUntil where a list of changes goes on another time; null for other lists, and while there is more
 * @param prepared the JSON of all items, in place of {@code items}; null for a page that is written for one call
 */
public record Page<O>(
        List<O> items,
        @Nullable String nextCursor,
        @Nullable Total total,
        @Nullable List<Tombstone> deleted,
        @Nullable String updatedUntil,
        @Nullable Representation prepared) {

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
        deleted = deleted == null ? null : List.copyOf(deleted);
    }

    /** A page of a list that is no list of changes. */
    public Page(List<O> items, @Nullable String nextCursor) {
        this(items, nextCursor, null, null, null, null);
    }

    /** A page whose JSON is the same for many calls. */
    public static <O> Page<O> prepared(Representation items, @Nullable String nextCursor) {
        return new Page<>(List.of(), nextCursor, null, null, null, items);
    }

    /** A page of a list of changes. */
    public static <O> Page<O> ofChanges(
            List<O> items, @Nullable String nextCursor, @Nullable List<Tombstone> deleted, @Nullable String until) {
        return new Page<>(items, nextCursor, null, deleted, until, null);
    }

    /** The same page of other items. */
    public <T> Page<T> map(Function<? super O, ? extends T> item) {
        return new Page<>(items.stream().<T>map(item).toList(), nextCursor, total, deleted, updatedUntil, prepared);
    }

    /** The same page, which says how many match. */
    public Page<O> withTotal(Total all) {
        return new Page<>(items, nextCursor, all, deleted, updatedUntil, prepared);
    }
}
