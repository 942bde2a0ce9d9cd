package dev.tollgate.gateway.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a list header from the right, all its lines together. Commas between quotes do not count; quotes are
 * counted from the right too, where a trusted proxy wrote, so that nothing further left can hide what it appended.
 */
final class HopList {

    private final List<String> lines;
    private final boolean quotes;
    private int line;
    private int end;

    HopList(List<String> lines, boolean quotes) {
        this.lines = lines;
        this.quotes = quotes;
        this.line = lines.size();
        this.end = -1;
    }

    /** The next element to the left; null where there is none. */
    @Nullable String previous() {
        if (end < 0) {
            if (line == 0) {
                return null;
            }
            line--;
            end = lines.get(line).length();
        }
        var text = lines.get(line);
        int comma = commaBefore(text, end);
        var element = text.substring(comma + 1, end).strip();
        end = comma;
        return element;
    }

    private int commaBefore(String text, int from) {
        if (!quotes) {
            return text.lastIndexOf(',', from - 1);
        }
        boolean quoted = false;
        for (int at = from - 1; at >= 0; at--) {
            char found = text.charAt(at);
            if (found == '"' && !isEscaped(text, at)) {
                quoted = !quoted;
            } else if (found == ',' && !quoted) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isEscaped(String text, int at) {
        int backslash = at;
        while (backslash > 0 && text.charAt(backslash - 1) == '\\') {
            backslash--;
        }
        return (at - backslash) % 2 == 1;
    }
}
