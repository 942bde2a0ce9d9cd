package dev.tollgate.contract.outcome;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The known word that a wrong one most likely means: one that starts with it, or one a few wrong, missing, superfluous
 * or swapped letters apart (at most a third of its length).
 */
public final class NearestWord {

    /**
     * Pairs of letters that are compared for one wrong word, a few milliseconds. Where the known words have more, none
     * of them is told.
     */
    static final int PAIRS_MAX = 1 << 19;

    private static final int CHARS_MAX = 128;
    private static final int LETTERS_PER_MISTAKE = 3;

    private static final Comparator<Guess> NEAREST_FIRST =
            Comparator.comparingInt(Guess::mistakes).thenComparing(Guess::word);

    private NearestWord() {}

    /** A known word and its mistakes from a wrong one. */
    private record Guess(String word, int mistakes) {}

    /** The nearest of the known words; empty if none is near. */
    public static Optional<String> of(String word, Collection<String> known) {
        var wrong = word.toLowerCase(Locale.ROOT);
        if (wrong.isEmpty() || wrong.length() > CHARS_MAX) {
            return Optional.empty();
        }
        int most = Math.max(1, wrong.length() / LETTERS_PER_MISTAKE);
        var similar = known.stream()
                .filter(candidate -> begins(wrong, candidate) || Math.abs(wrong.length() - candidate.length()) <= most)
                .toList();
        return guesses(wrong, similar, most)
                .filter(guess -> guess.mistakes() <= most)
                .min(NEAREST_FIRST)
                .map(Guess::word);
    }

    /** The words that are nearest to one, however far they are, the nearest first; none if they are too many. */
    public static List<String> nearest(String word, Collection<String> known, int most) {
        var wrong = word.toLowerCase(Locale.ROOT);
        var compared = wrong.substring(0, Math.min(wrong.length(), CHARS_MAX));
        return guesses(compared, known, Integer.MAX_VALUE)
                .sorted(NEAREST_FIRST)
                .limit(most)
                .map(Guess::word)
                .toList();
    }

    /** "Did you mean …?", after a space; empty if no known word is near. */
    public static String question(String word, Collection<String> known) {
        return of(word, known).map(nearest -> " Did you mean " + nearest + "?").orElse("");
    }

    /** Each known word, compared once. */
    private static Stream<Guess> guesses(String wrong, Collection<String> known, int mistakesMax) {
        long pairs = known.stream()
                .mapToLong(candidate -> (long) wrong.length() * candidate.length())
                .sum();
        return pairs > PAIRS_MAX
                ? Stream.empty()
                : known.stream().map(candidate -> new Guess(candidate, mistakes(wrong, candidate, mistakesMax)));
    }

    /** Mistakes between the words, where what a word only lacks at its end is one. */
    private static int mistakes(String wrong, String candidate, int most) {
        return begins(wrong, candidate) && !candidate.equals(wrong) ? 1 : EditDistance.within(most, wrong, candidate);
    }

    private static boolean begins(String wrong, String candidate) {
        return wrong.length() >= LETTERS_PER_MISTAKE && candidate.startsWith(wrong);
    }
}
