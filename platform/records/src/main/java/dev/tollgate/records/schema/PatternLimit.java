package dev.tollgate.records.schema;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what the patterns of one schema cost, before any is compiled: the time of a pattern is linear in the text,
 * times the size of its program.
 */
final class PatternLimit {

    /** Characters of a pattern. */
    static final int LENGTH_MAX = 200;

    /** Instructions of its program. */
    static final int PROGRAM_MAX = 1_000;

    /** Instructions of all patterns of a schema, as estimated from their text. */
    static final int PROGRAMS_MAX = 10_000;

    static final String TOO_LARGE = "repeats too much: use smaller counts";

    static final String TOO_MANY = "is too much with the other patterns of the schema: use fewer or shorter ones";

    private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");

    /** What precedes a count that may repeat a group: its end, or that of something empty behind it. */
    private static final String GROUP_ENDS = ")E}?*+";

    private long sum;

    /** Why a pattern is not even compiled; null for all others. */
    @Nullable String fault(String pattern) {
        if (pattern.length() > LENGTH_MAX) {
            return "must have at most " + LENGTH_MAX + " characters";
        }
        long size = size(pattern);
        if (size > PROGRAM_MAX) {
            return TOO_LARGE;
        }
        sum += size;
        return sum > PROGRAMS_MAX ? TOO_MANY : null;
    }

    /**
     * No fewer than half the instructions that the pattern compiles to. The count of a character adds itself; that of a
     * group multiplies everything, since any of it may be inside.
     */
    private static long size(String pattern) {
        long size = pattern.length();
        long repeats = 1;
        var counts = COUNT.matcher(pattern);
        while (counts.find()) {
            var most = counts.group(2) == null || counts.group(2).isEmpty() ? counts.group(1) : counts.group(2);
            long count = Math.max(1, Long.parseLong(most));
            if (counts.start() > 0 && GROUP_ENDS.indexOf(pattern.charAt(counts.start() - 1)) >= 0) {
                repeats *= count;
            } else {
                size += count;
            }
            if (size * repeats > PROGRAM_MAX) {
                return Long.MAX_VALUE;
            }
        }
        return size * repeats;
    }
}
