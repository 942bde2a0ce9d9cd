package dev.tollgate.records.call;

import dev.tollgate.runtime.ids.UuidOrder;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls that were found, newest first.
 *
 * @param readTo the id before which nothing was read, where reading ended at its bound; null where all was read that
 *     was wanted
 */
public record CallPage(List<StoredCall> calls, @Nullable UUID readTo) {

    public CallPage {
        calls = List.copyOf(calls);
    }

    /** With the older ones that were read behind it. */
    CallPage followedBy(CallPage older) {
        return new CallPage(Stream.concat(calls.stream(), older.calls.stream()).toList(), older.readTo);
    }

    /** Without those that are older than what was read: others may be among them. */
    static CallPage of(List<StoredCall> calls, @Nullable UUID readTo) {
        return new CallPage(
                readTo == null
                        ? calls
                        : calls.stream()
                                .filter(call -> UuidOrder.BY_BYTES.compare(call.id(), readTo) >= 0)
                                .toList(),
                readTo);
    }
}
