package dev.tollgate.contract.outcome;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The known word that a wrong one most likely means: one that starts with it, or one a few wrong, missing, superfluous
 * or swapped letters apart (at most a third of its length).
 */
public final class NearestWord {

    private static final int CHARS_MAX = 128;
    private static final int LETTERS_PER_MISTAKE = 3;

    private NearestWord() {}

    /** The nearest of the known words; empty if none is near. */
    public static Optional<String> of(String word, Collection<String> known) {
        var wrong = word.toLowerCase(Locale.ROOT);
        if (wrong.isEmpty() || wrong.length() > CHARS_MAX) {
            return Optional.empty();
        }
        return known.stream()
                .filter(candidate -> distance(wrong, candidate) <= mistakesMax(wrong))
                .min(Comparator.comparingInt((String candidate) -> distance(wrong, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The words that are nearest to one, however far they are, the nearest first. */
    public static List<String> nearest(String word, Collection<String> known, int most) {
        var wrong = word.toLowerCase(Locale.ROOT);
        var compared = wrong.substring(0, Math.min(wrong.length(), CHARS_MAX));
        return known.stream()
                .sorted(Comparator.comparingInt((String candidate) -> distance(compared, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(most)
                .toList();
    }

    /** "Did you mean …?", after a space; empty if no known word is near. */
    public static String question(String word, Collection<String> known) {
        return of(word, known).map(nearest -> " Did you mean " + nearest + "?").orElse("");
    }

    private static int mistakesMax(String word) {
        return Math.max(1, word.length() / LETTERS_PER_MISTAKE);
    }

    /** Mistakes between the words, where what a word only lacks at its end is one. */
    private static int distance(String wrong, String candidate) {
        return wrong.length() >= LETTERS_PER_MISTAKE && candidate.startsWith(wrong) && !candidate.equals(wrong)
                ? 1
                : editDistance(wrong, candidate);
    }

    /** The optimal string alignment distance: swapped neighbours are one mistake. */
    static int editDistance(String one, String other) {
        var rows = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                rows[i][j] = i == 0 || j == 0 ? i + j : cheapest(rows, one, other, i, j);
            }
        }
        return rows[one.length()][other.length()];
    }

    private static int cheapest(int[][] rows, String one, String other, int i, int j) {
        var wrong = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        var least = Math.min(Math.min(rows[i - 1][j], rows[i][j - 1]) + 1, rows[i - 1][j - 1] + wrong);
        var swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
    }
}
