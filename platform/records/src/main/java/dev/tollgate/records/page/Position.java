package dev.tollgate.records.page;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * The end of a page. Stays valid when its record is moved or removed.
 *
 * @param rank what that record held in the column that the list is in order of, as text; empty in the order of ids
 * @param id that record
 */
public record Position(String rank, UUID id) {

    private static final int ID_BYTES = 2 * Long.BYTES;

    /** The position in these bytes, or empty when they hold none. */
    public static Optional<Position> of(byte[] bytes) {
        if (bytes.length < ID_BYTES) {
            return Optional.empty();
        }
        var in = ByteBuffer.wrap(bytes);
        var id = new UUID(in.getLong(), in.getLong());
        return Optional.of(new Position(StandardCharsets.UTF_8.decode(in).toString(), id));
    }

    public byte[] bytes() {
        var text = rank.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(ID_BYTES + text.length)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .put(text)
                .array();
    }
}
