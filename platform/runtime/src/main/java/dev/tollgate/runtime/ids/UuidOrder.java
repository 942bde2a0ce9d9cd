package dev.tollgate.runtime.ids;

import java.util.Comparator;
import java.util.UUID;

/** The order in which PostgreSQL compares UUIDs: by their bytes, unsigned. {@link UUID#compareTo} is another one. */
public final class UuidOrder {

    public static final Comparator<UUID> BY_BYTES =
            (one, other) -> compare(one.getMostSignificantBits(), one.getLeastSignificantBits(), other);

    private UuidOrder() {}

    /** Compares a UUID, given as its most and least significant 64 bits, with another one: below 0 if it is less. */
    public static int compare(long most, long least, UUID other) {
        int compared = Long.compareUnsigned(most, other.getMostSignificantBits());
        return compared != 0 ? compared : Long.compareUnsigned(least, other.getLeastSignificantBits());
    }
}
