package dev.tollgate.money.price;

/**
 * Price of a dimension, as pinned when a call is held.
 *
 * @param dimension such as {@code rest.write}
 * @param unitMicros micros of US dollars for one unit; 0 for free
 * @param unitSize how much of what is counted makes one unit: 1, or 10^9 where bytes are counted and priced by the
 *     gigabyte
 * @param version of the price book it was read from
 */
public record Price(String dimension, long unitMicros, long unitSize, String version) {

    /** The bytes of a gigabyte. */
    public static final long GIGABYTE = 1_000_000_000L;

    public Price {
        if (unitMicros < 0) {
            throw new IllegalArgumentException("a price is never negative: " + dimension);
        }
        if (unitSize < 1) {
            throw new IllegalArgumentException("a unit is at least one: " + dimension);
        }
    }

    /** The price of a dimension that is counted in units. */
    public Price(String dimension, long unitMicros, String version) {
        this(dimension, unitMicros, 1, version);
    }

    /** The charge for a quantity, rounded up to the micro: not linear where a unit is larger than what is counted. */
    public long micros(long quantity) {
        return Math.ceilDiv(Math.multiplyExact(unitMicros, quantity), unitSize);
    }
}
