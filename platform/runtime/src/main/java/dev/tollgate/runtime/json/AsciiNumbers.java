package dev.tollgate.runtime.json;

import java.nio.charset.StandardCharsets;

/** Whole numbers and truth values as ASCII bytes. */
final class AsciiNumbers {

    static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    private static final int BASE = 10;
    private static final int LONG_DIGITS_MAX = 19;

    private AsciiNumbers() {}

    /** Writes {@code value} at {@code at} and returns where it ends. */
    static int write(byte[] bytes, int at, long value) {
        int start = at;
        if (value < 0) {
            bytes[start++] = '-';
        }
        int end = start + digits(value);
        long left = value;
        for (int place = end - 1; place >= start; place--) {
            bytes[place] = (byte) ('0' + Math.abs(left % BASE));
            left /= BASE;
        }
        return end;
    }

    /** Writes the last {@code digits} digits of a number that is not negative, with leading zeros. */
    static int padded(byte[] bytes, int at, int value, int digits) {
        int left = value;
        for (int place = at + digits - 1; place >= at; place--) {
            bytes[place] = (byte) ('0' + left % BASE);
            left /= BASE;
        }
        return at + digits;
    }

    private static int digits(long value) {
        long negative = value < 0 ? value : -value;
        int digits = 1;
        for (long bound = -BASE; digits < LONG_DIGITS_MAX && negative <= bound; bound *= BASE) {
            digits++;
        }
        return digits;
    }
}
