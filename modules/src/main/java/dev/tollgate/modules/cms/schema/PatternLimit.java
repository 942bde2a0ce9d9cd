package dev.tollgate.modules.cms.schema;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Bounds what a pattern costs: its time is linear in the text, times the size of its program. */
final class PatternLimit {

    /** Characters of a pattern. */
    static final int LENGTH_MAX = 200;

    /** Instructions of its program. */
    static final int PROGRAM_MAX = 1_000;

    static final String TOO_LARGE = "repeats too much: use smaller counts";

    private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");
    private static final int REPEATS_MAX = 1_000;

    private PatternLimit() {}

    /** Why a pattern is not even compiled: repeats inside of each other multiply. Null for all others. */
    static @Nullable String fault(String pattern) {
        if (pattern.length() > LENGTH_MAX) {
            return "must have at most " + LENGTH_MAX + " characters";
        }
        long repeats = 1;
        var counts = COUNT.matcher(pattern);
        while (counts.find()) {
            var most = counts.group(2) == null || counts.group(2).isEmpty() ? counts.group(1) : counts.group(2);
            repeats *= Math.max(1, Long.parseLong(most));
            if (repeats > REPEATS_MAX) {
                return TOO_LARGE;
            }
        }
        return null;
    }
}
