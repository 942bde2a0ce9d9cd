package dev.tollgate.gateway.catalogue.input;

import dev.tollgate.contract.outcome.EditDistance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the known name that was probably meant by a wrong one. Pure. */
public final class Nearest {

    /** Longer names are compared and repeated only so far. */
    static final int CHARS_MAX = 64;

    /** A name that begins another is a better guess than any with so many differences. */
    private static final int PREFIX_CHARS_MIN = 3;

    private Nearest() {}

    /** A known name and its differences from a wrong one. */
    private record Guess(String name, int distance) {}

    /** The most similar known name, whatever the case of either; null where none is similar. */
    public static @Nullable String to(String wrong, Collection<String> known) {
        var nearest = to(wrong, known, 1);
        return nearest.isEmpty() ? null : nearest.getFirst();
    }

    /** The known names that are similar, whatever the case of either, the most similar first. */
    public static List<String> to(String wrong, Collection<String> known, int most) {
        var asked = cut(wrong).toLowerCase(Locale.ROOT);
        var similar = new ArrayList<Guess>();
        for (var name : known) {
            var candidate = cut(name).toLowerCase(Locale.ROOT);
            int tolerated = tolerated(asked, candidate);
            int distance = distance(asked, candidate, tolerated);
            if (distance <= tolerated) {
                similar.add(new Guess(name, distance));
            }
        }
        similar.sort(Comparator.comparingInt(Guess::distance));
        return similar.stream().limit(most).map(Guess::name).toList();
    }

    private static int distance(String asked, String name, int tolerated) {
        if (asked.equals(name)) {
            return 0;
        }
        return begins(asked, name) ? 1 : EditDistance.within(tolerated, asked, name);
    }

    private static boolean begins(String asked, String name) {
        return (asked.length() >= PREFIX_CHARS_MIN && name.startsWith(asked))
                || (name.length() >= PREFIX_CHARS_MIN && asked.startsWith(name));
    }

    /** A third of the letters may differ. */
    private static int tolerated(String asked, String name) {
        return Math.max(1, Math.min(asked.length(), name.length()) / 3);
    }

    /** A name as an answer may repeat it, in quotes. */
    public static String shown(String name) {
        return '"' + printable(name) + '"';
    }

    /** The beginning of a name, without characters that are not printable ASCII. */
    public static String printable(String name) {
        return cut(name).replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static String cut(String name) {
        return name.length() > CHARS_MAX ? name.substring(0, CHARS_MAX) : name;
    }

    /** Whether their distance is one, found in one pass. */
    public static boolean isOneApart(String one, String other) {
        if (one.length() > other.length()) {
            return isOneApart(other, one);
        }
        int same = 0;
        while (same < one.length() && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        if (one.length() == other.length()) {
            return same < one.length() && (endsSame(one, same + 1, other, same + 1) || isSwapped(one, other, same));
        }
        return other.length() - one.length() == 1 && endsSame(one, same, other, same + 1);
    }

    private static boolean isSwapped(String one, String other, int at) {
        return at + 1 < one.length()
                && one.charAt(at) == other.charAt(at + 1)
                && one.charAt(at + 1) == other.charAt(at)
                && endsSame(one, at + 2, other, at + 2);
    }

    private static boolean endsSame(String one, int from, String other, int otherFrom) {
        return one.regionMatches(from, other, otherFrom, one.length() - from);
    }
}
