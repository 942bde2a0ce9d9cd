package dev.tollgate.billing.intake;

import dev.tollgate.money.usage.Marker;

/** Hears of each marker that this process has read back and acted upon. */
@FunctionalInterface
public interface MarkerHandler {
    void read(int partition, Marker marker);

    /** Whether a close of this bucket is acted upon. One that is not is made up for by those after it. */
    default boolean closes(long bucket) {
        return true;
    }
}
