package dev.tollgate.money.usage;

import java.util.UUID;

/** The ids of a column, in halves: one is made an object only where it is asked for. */
final class IdColumn {

    private final long[] high;
    private final long[] low;

    /** Of as many halves of the one kind as of the other. */
    IdColumn(long[] high, long[] low) {
        this.high = high;
        this.low = low;
    }

    int size() {
        return high.length;
    }

    UUID get(int row) {
        return new UUID(high[row], low[row]);
    }

    boolean is(int row, UUID id) {
        return high[row] == id.getMostSignificantBits() && low[row] == id.getLeastSignificantBits();
    }

    /** Compares the id of a row with another one, in the order of PostgreSQL: below 0 if it is less. */
    int compare(int row, UUID other) {
        int compared = Long.compareUnsigned(high[row], other.getMostSignificantBits());
        return compared != 0 ? compared : Long.compareUnsigned(low[row], other.getLeastSignificantBits());
    }
}
