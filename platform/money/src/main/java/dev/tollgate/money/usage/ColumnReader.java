package dev.tollgate.money.usage;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads what {@link ColumnWriter} wrote. Whatever the bytes are, a method gives a value or throws
 * {@link IllegalArgumentException}, and takes memory in proportion to their number.
 */
final class ColumnReader {

    private static final int SEVEN_BITS = 0x7f;
    private static final int MORE = 0x80;

    private final byte[] bytes;
    private int at;

    ColumnReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** An unsigned number; negative if it has 64 bits. */
    long number() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE - 1) {
            int next = next();
            value |= (long) (next & SEVEN_BITS) << shift;
            if ((next & MORE) == 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than 64 bits");
    }

    long signed() {
        return unzigzagged(number());
    }

    private static long unzigzagged(long value) {
        return (value >>> 1) ^ -(value & 1);
    }

    /** A number from 0 to this. */
    int upTo(int most) {
        long value = number();
        if (value < 0 || value > most) {
            throw new IllegalArgumentException("not from 0 to " + most + ": " + value);
        }
        return (int) value;
    }

    /** A number of elements, each of which takes a byte at least. */
    int count() {
        return upTo(left());
    }

    byte[] raw(int length) {
        require(length);
        var some = new byte[length];
        System.arraycopy(bytes, at, some, 0, length);
        at += length;
        return some;
    }

    String text() {
        int length = upTo(left());
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, at, length))
                    .toString();
            at += length;
            return text;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a text that is not UTF-8", e);
        }
    }

    UUID id() {
        return new UUID(fixed(Long.BYTES), fixed(Long.BYTES));
    }

    IdColumn ids(int count) {
        var highs = new long[count];
        var lows = new long[count];
        long high = 0;
        long low = 0;
        for (int i = 0; i < count; i++) {
            long first = number();
            long distance = unzigzagged(first >>> 1);
            if ((first & 1) == 1) {
                high = (((high >>> Short.SIZE) + distance) << Short.SIZE) | fixed(Short.BYTES);
                low = fixed(Long.BYTES);
            } else {
                high += distance;
                low += signed();
            }
            highs[i] = high;
            lows[i] = low;
        }
        return new IdColumn(highs, lows);
    }

    /** Numbers of a column, each of them within these bounds. */
    int[] column(int count, int least, int most) {
        var values = new int[count];
        boolean constant = upTo(1) == 1;
        int value = constant ? from(least, most) : 0;
        for (int i = 0; i < count; i++) {
            values[i] = constant ? value : from(least, most);
        }
        return values;
    }

    private int from(int least, int most) {
        int value = upTo(most);
        if (value < least) {
            throw new IllegalArgumentException("a value is missing");
        }
        return value;
    }

    <T> List<T> list(Function<ColumnReader, T> element) {
        int count = count();
        List<T> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(element.apply(this));
        }
        return all;
    }

    /** The bytes behind what was read. */
    int left() {
        return bytes.length - at;
    }

    /** Refuses bytes behind what was read. */
    void end() {
        if (left() > 0) {
            throw new IllegalArgumentException(left() + " bytes too many");
        }
    }

    private long fixed(int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = (value << Byte.SIZE) | next();
        }
        return value;
    }

    private int next() {
        require(1);
        return bytes[at++] & 0xff;
    }

    private void require(int length) {
        if (left() < length) {
            throw new IllegalArgumentException("cut off at byte " + bytes.length);
        }
    }
}
