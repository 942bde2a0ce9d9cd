package dev.tollgate.records.call;

import java.util.Comparator;
import java.util.UUID;

/** The order of UUIDv7 ids, which is that of PostgreSQL. */
public final class CallIds {

    public static final Comparator<UUID> ORDER = (one, other) -> {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    };

    private CallIds() {}
}
