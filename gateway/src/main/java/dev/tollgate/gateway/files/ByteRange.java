package dev.tollgate.gateway.files;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file that a request asks for (RFC 9110, section 14).
 *
 * @param from first byte
 * @param to byte behind the last
 * @param part whether the request names a range, so that the answer is 206
 */
record ByteRange(long from, long to, boolean part) {

    private static final Pattern ONE = Pattern.compile("bytes=(\\d*+)-(\\d*+)");

    long length() {
        return to - from;
    }

    /**
     * The range of a header; the whole file where it names several, or is malformed.
     *
     * @param header null where there is none
     * @return null for a range behind the end of the file
     */
    static @Nullable ByteRange of(@Nullable String header, long size) {
        var whole = new ByteRange(0, size, false);
        if (header == null) {
            return whole;
        }
        var one = ONE.matcher(header.strip());
        if (!one.matches() || header.strip().equals("bytes=-")) {
            return whole;
        }
        var first = one.group(1);
        var last = one.group(2);
        if (first.isEmpty()) {
            var length = Math.min(number(last), size);
            return length == 0 ? null : new ByteRange(size - length, size, true);
        }
        var from = number(first);
        var to = last.isEmpty() ? size : Math.min(number(last), size - 1) + 1;
        if (!last.isEmpty() && number(last) < from) {
            return whole;
        }
        return from >= size ? null : new ByteRange(from, to, true);
    }

    /** A number beyond the largest is as good as the largest. */
    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
            return Long.MAX_VALUE;
        }
    }
}
