package dev.tollgate.money.price;

import java.time.Instant;
import java.util.Map;

/**
 * The prices in force from one instant on.
 *
 * @param version what usage events name it by
 * @param effective the first instant it is in force
 * @param unitMicros micros per unit by dimension; whole, not only what changed
 */
public record PriceVersion(String version, Instant effective, Map<String, Long> unitMicros) {
    public PriceVersion {
        unitMicros = Map.copyOf(unitMicros);
        unitMicros.forEach((dimension, micros) -> {
            if (micros < 0) {
                throw new IllegalArgumentException("prices." + version + "." + dimension + " is negative");
            }
        });
    }
}
