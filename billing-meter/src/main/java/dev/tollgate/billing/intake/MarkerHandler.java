package dev.tollgate.billing.intake;

import dev.tollgate.money.usage.Marker;

/** Hears of each marker that this process has read back and acted upon. */
@FunctionalInterface
public interface MarkerHandler {
    void read(int partition, Marker marker);
}
