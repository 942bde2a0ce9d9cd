package dev.tollgate.records.table;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * The end of a page. Stays valid when its record is moved or removed.
 *
 * @param rank what that record held in the column that its table is in order of; 0 in a table without one
 * @param id that record
 */
record Position(long rank, UUID id) {

    private static final int BYTES = 3 * Long.BYTES;

    /** The position in these bytes, or empty when they hold none. */
    static Optional<Position> of(byte[] bytes) {
        if (bytes.length != BYTES) {
            return Optional.empty();
        }
        var in = ByteBuffer.wrap(bytes);
        return Optional.of(new Position(in.getLong(), new UUID(in.getLong(), in.getLong())));
    }

    byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(rank)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
