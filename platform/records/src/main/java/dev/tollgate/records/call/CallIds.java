package dev.tollgate.records.call;

import java.util.Comparator;
import java.util.UUID;

/** The order of UUIDv7 ids, which is that of PostgreSQL, and the time in them. */
final class CallIds {

    static final Comparator<UUID> ORDER = (one, other) -> {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    };

    private CallIds() {}

    static long millis(UUID id) {
        return id.getMostSignificantBits() >>> Short.SIZE;
    }

    /** The least id of this time; of times before 1970 that of 1970. */
    static UUID least(long millis) {
        return new UUID(Math.clamp(millis, 0, (1L << (Long.SIZE - Short.SIZE)) - 1) << Short.SIZE, 0);
    }
}
