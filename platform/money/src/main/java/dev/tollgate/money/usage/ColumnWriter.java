package dev.tollgate.money.usage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Bytes of a columnar record, in the order in which they are written. Numbers are LEB128, unsigned or zigzag; see
 * {@code docs/usage-records.md}.
 */
final class ColumnWriter {

    private static final int FIRST_BYTES = 1_024;
    private static final int SEVEN_BITS = 0x7f;
    private static final int MORE = 0x80;
    private static final int ID_REST_BYTES = Short.BYTES + Long.BYTES;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;

    /** An unsigned number. */
    void number(long value) {
        room(Long.BYTES + 2);
        long left = value;
        while ((left & ~SEVEN_BITS) != 0) {
            bytes[size++] = (byte) ((left & SEVEN_BITS) | MORE);
            left >>>= Byte.SIZE - 1;
        }
        bytes[size++] = (byte) left;
    }

    /** A number that may be negative: small ones of either sign are short. */
    void signed(long value) {
        number((value << 1) ^ (value >> (Long.SIZE - 1)));
    }

    void raw(byte[] some) {
        room(some.length);
        System.arraycopy(some, 0, bytes, size, some.length);
        size += some.length;
    }

    void text(String text) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        raw(utf8);
    }

    void id(UUID id) {
        room(2 * Long.BYTES);
        ByteBuffer.wrap(bytes, size, 2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        size += 2 * Long.BYTES;
    }

    /**
     * Ids, each by its distance from the one before: those that one source made in one millisecond are close to each
     * other.
     */
    void ids(List<UUID> ids) {
        var before = new UUID(0, 0);
        for (var id : ids) {
            long millis = millis(id) - millis(before);
            boolean near = id.getMostSignificantBits() == before.getMostSignificantBits();
            number((((millis << 1) ^ (millis >> (Long.SIZE - 1))) << 1) | (near ? 0 : 1));
            if (near) {
                signed(id.getLeastSignificantBits() - before.getLeastSignificantBits());
            } else {
                rest(id);
            }
            before = id;
        }
    }

    /** A column that often has one value in all rows. */
    void column(int[] values) {
        boolean constant = Arrays.stream(values).distinct().limit(2).count() == 1;
        number(constant ? 1 : 0);
        if (constant) {
            number(values[0]);
        } else {
            for (int value : values) {
                number(value);
            }
        }
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** What an id has behind the 48 bits of its time. */
    private void rest(UUID id) {
        room(ID_REST_BYTES);
        ByteBuffer.wrap(bytes, size, ID_REST_BYTES)
                .putShort((short) id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        size += ID_REST_BYTES;
    }

    private static long millis(UUID id) {
        return id.getMostSignificantBits() >>> Short.SIZE;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
