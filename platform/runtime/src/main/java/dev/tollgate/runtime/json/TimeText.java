package dev.tollgate.runtime.json;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Instants as RFC 3339 text. Calls of the same second share everything but the fraction, so that is kept. */
final class TimeText {

    /** Years beyond four digits have a sign and up to ten. */
    static final int CHARS_MAX = 37;

    private static final int MILLI_DIGITS = 3;
    private static final int MICRO_DIGITS = 6;
    private static final int NANO_DIGITS = 9;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private long second = Long.MIN_VALUE;
    private byte[] upToSecond = {};

    /** Writes {@code value} at {@code at}, just as {@link Instant#toString} has it, and returns where it ends. */
    int write(Instant value, byte[] bytes, int at) {
        if (value.getEpochSecond() != second) {
            second = value.getEpochSecond();
            var whole = Instant.ofEpochSecond(second).toString();
            upToSecond = whole.substring(0, whole.length() - 1).getBytes(StandardCharsets.US_ASCII);
        }
        System.arraycopy(upToSecond, 0, bytes, at, upToSecond.length);
        int end = fraction(value.getNano(), bytes, at + upToSecond.length);
        bytes[end] = 'Z';
        return end + 1;
    }

    private static int fraction(int nanos, byte[] bytes, int at) {
        if (nanos == 0) {
            return at;
        }
        bytes[at] = '.';
        if (nanos % NANOS_PER_MILLI == 0) {
            return AsciiNumbers.padded(bytes, at + 1, nanos / NANOS_PER_MILLI, MILLI_DIGITS);
        }
        if (nanos % NANOS_PER_MICRO == 0) {
            return AsciiNumbers.padded(bytes, at + 1, nanos / NANOS_PER_MICRO, MICRO_DIGITS);
        }
        return AsciiNumbers.padded(bytes, at + 1, nanos, NANO_DIGITS);
    }
}
