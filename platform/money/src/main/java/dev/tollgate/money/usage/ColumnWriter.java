package dev.tollgate.money.usage;

import dev.tollgate.runtime.ids.IdSource;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Bytes of a columnar record, in the order in which they are written. Numbers are LEB128, unsigned or zigzag; see
 * {@code docs/usage-records.md}.
 */
final class ColumnWriter {

    private static final int SEVEN_BITS = 0x7f;
    private static final int MORE = 0x80;
    private static final int ASCII = 0x80;

    /** Distances below it take fewer bytes than what they are distances of. */
    private static final long NEAR = 1L << 48;

    private byte[] bytes;
    private int size;

    /** @param bytes that are likely to be enough; more are taken as needed */
    ColumnWriter(int bytes) {
        this.bytes = new byte[bytes];
    }

    int size() {
        return size;
    }

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
        number(zigzag(value));
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> (Long.SIZE - 1));
    }

    void raw(byte[] some) {
        raw(some, some.length);
    }

    /** What another one has written. */
    void raw(ColumnWriter other) {
        raw(other.bytes, other.size);
    }

    private void raw(byte[] some, int length) {
        room(length);
        System.arraycopy(some, 0, bytes, size, length);
        size += length;
    }

    void text(String text) {
        if (isAscii(text)) {
            int length = text.length();
            number(length);
            room(length);
            for (int i = 0; i < length; i++) {
                bytes[size++] = (byte) text.charAt(i);
            }
        } else {
            var utf8 = text.getBytes(StandardCharsets.UTF_8);
            number(utf8.length);
            raw(utf8);
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= ASCII) {
                return false;
            }
        }
        return true;
    }

    void id(UUID id) {
        fixed(id.getMostSignificantBits(), Long.BYTES);
        fixed(id.getLeastSignificantBits(), Long.BYTES);
    }

    /**
     * Ids of rows, each by its distance from the one before: those that one source made in one millisecond differ in
     * the part of the millisecond that is in their first half, and by little in the other.
     */
    <T> void ids(List<T> rows, Function<T, UUID> cell) {
        long high = 0;
        long low = 0;
        for (var row : rows) {
            var id = cell.apply(row);
            long millis = IdSource.millis(id) - (high >>> Short.SIZE);
            long more = id.getLeastSignificantBits() - low;
            if (millis == 0 && Math.abs(more) < NEAR) {
                number(zigzag(id.getMostSignificantBits() - high) << 1);
                signed(more);
            } else {
                number((zigzag(millis) << 1) | 1);
                fixed(id.getMostSignificantBits(), Short.BYTES);
                fixed(id.getLeastSignificantBits(), Long.BYTES);
            }
            high = id.getMostSignificantBits();
            low = id.getLeastSignificantBits();
        }
    }

    /** A column that often has one value in all rows. */
    void column(int[] values) {
        boolean constant = true;
        for (int value : values) {
            constant &= value == values[0];
        }
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

    /** The last bytes of a number, the highest first. */
    private void fixed(long value, int length) {
        room(length);
        for (int i = length - 1; i >= 0; i--) {
            bytes[size++] = (byte) (value >>> (i * Byte.SIZE));
        }
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
