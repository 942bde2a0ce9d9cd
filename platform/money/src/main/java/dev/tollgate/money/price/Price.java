package dev.tollgate.money.price;

/**
 * What one unit of a dimension costs, as pinned when a call is held.
 *
 * @param dimension such as {@code rest.write}
 * @param unitMicros micros of US dollars for one unit; 0 for free
 * @param version of the price book it was read from
 */
public record Price(String dimension, long unitMicros, String version) {

    private static final long GIGABYTE = 1_000_000_000L;

    public Price {
        if (unitMicros < 0) {
            throw new IllegalArgumentException("a price is never negative: " + dimension);
        }
    }

    /** The charge for a number of units. */
    public long micros(long quantity) {
        return Math.multiplyExact(unitMicros, quantity);
    }

    /** The charge for a number of bytes, where the unit is a gigabyte of 10^9 bytes, rounded up to the micro. */
    public long microsOfBytes(long bytes) {
        return Math.ceilDiv(Math.multiplyExact(unitMicros, bytes), GIGABYTE);
    }
}
