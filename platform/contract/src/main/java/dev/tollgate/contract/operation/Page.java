package dev.tollgate.contract.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the records that match.
 *
 * @param nextCursor opaque; null means there are no more
 */
public record Page<O>(List<O> items, @Nullable String nextCursor) {
    public Page {
        items = List.copyOf(items);
    }
}
