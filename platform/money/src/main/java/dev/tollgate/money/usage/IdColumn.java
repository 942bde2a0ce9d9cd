package dev.tollgate.money.usage;

import dev.tollgate.runtime.ids.UuidOrder;
import java.util.UUID;

/**
 * The UUIDs of a column, as their most and their least significant 64 bits: one is made an object only where it is
 * asked for.
 */
final class IdColumn {

    private final long[] most;
    private final long[] least;

    /** Of as many of the one kind as of the other. */
    IdColumn(long[] most, long[] least) {
        this.most = most;
        this.least = least;
    }

    int size() {
        return most.length;
    }

    UUID get(int row) {
        return new UUID(most[row], least[row]);
    }

    boolean is(int row, UUID id) {
        return most[row] == id.getMostSignificantBits() && least[row] == id.getLeastSignificantBits();
    }

    /** Compares the id of a row with another one, as {@link UuidOrder} does. */
    int compare(int row, UUID other) {
        return UuidOrder.compare(most[row], least[row], other);
    }
}
