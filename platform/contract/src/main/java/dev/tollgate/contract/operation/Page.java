package dev.tollgate.contract.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the records that match.
 *
 * @param nextCursor opaque; null means there are no more
 * @param deleted deleted records, in place of items; null where they were not asked for
 * @param updatedUntil where a list of changes goes on another time; null for other lists, and while there is more
 */
public record Page<O>(
        List<O> items,
        @Nullable String nextCursor,
        @Nullable List<Tombstone> deleted,
        @Nullable String updatedUntil) {

    public Page {
        items = List.copyOf(items);
        deleted = deleted == null ? null : List.copyOf(deleted);
    }

    /** A page of a list that is no list of changes. */
    public Page(List<O> items, @Nullable String nextCursor) {
        this(items, nextCursor, null, null);
    }
}
