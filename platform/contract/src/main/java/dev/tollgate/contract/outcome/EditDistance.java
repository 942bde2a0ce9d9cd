package dev.tollgate.contract.outcome;

/**
 * Counts the mistakes between two words: insertions, deletions, replacements and swaps of neighbours (optimal string
 * alignment). Pure.
 */
public final class EditDistance {

    private EditDistance() {}

    public static int of(String one, String other) {
        return within(Integer.MAX_VALUE, one, other);
    }

    /**
     * The same, or any number beyond the limit: each row is at least as great as the least of the row before, so the
     * first one that is beyond it ends the count.
     */
    public static int within(int limit, String one, String other) {
        int longer = Math.abs(one.length() - other.length());
        if (longer > limit) {
            return longer;
        }
        var before = new int[other.length() + 1];
        var last = new int[other.length() + 1];
        var row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int least = fill(row, last, before, one, other, i);
            if (least > limit) {
                return least;
            }
            var free = before;
            before = last;
            last = row;
            row = free;
        }
        return last[other.length()];
    }

    /** Fills the row of a character of the one; gives its least number. */
    private static int fill(int[] row, int[] last, int[] before, String one, String other, int i) {
        row[0] = i;
        int least = i;
        for (int j = 1; j <= other.length(); j++) {
            int cost = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
            row[j] = Math.min(Math.min(last[j], row[j - 1]) + 1, last[j - 1] + cost);
            if (i > 1
                    && j > 1
                    && one.charAt(i - 1) == other.charAt(j - 2)
                    && one.charAt(i - 2) == other.charAt(j - 1)) {
                row[j] = Math.min(row[j], before[j - 2] + 1);
            }
            least = Math.min(least, row[j]);
        }
        return least;
    }
}
