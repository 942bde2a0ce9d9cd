package dev.tollgate.runtime.postgres;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An INSERT of one row as an INSERT of several: with more VALUES, or with a union of its queries.
 *
 * @param head up to the row
 * @param row with its parameters from $1
 * @param between two rows
 * @param tail what follows the rows
 */
record RepeatedInsert(String head, String row, String between, String tail) {

    private static final Pattern VALUES = Pattern.compile(
            "(INSERT INTO [^()]+\\([^()]*\\)\\s*VALUES\\s*)(\\([^()]*\\))(\\s*(?:ON CONFLICT DO NOTHING\\s*)?)");

    private static final Pattern QUERY =
            Pattern.compile("(INSERT INTO [^()]+\\([^()]*\\)\\s*)(SELECT\\b.*)", Pattern.DOTALL);

    /** Null for an INSERT of another form. */
    static @Nullable RepeatedInsert of(String sql) {
        var values = VALUES.matcher(sql);
        if (values.matches()) {
            return new RepeatedInsert(values.group(1), values.group(2), ", ", values.group(3));
        }
        var query = QUERY.matcher(sql);
        return query.matches()
                ? new RepeatedInsert(query.group(1), '(' + query.group(2) + ')', "\nUNION ALL ", "")
                : null;
    }

    /**
     * The INSERT of so many rows.
     *
     * @param places by which its parameters are shifted
     * @param parameters of one row
     */
    String text(int rows, int places, int parameters) {
        var text = new StringBuilder(head);
        for (int i = 0; i < rows; i++) {
            text.append(i == 0 ? "" : between).append(CombinedInserts.renumbered(row, places + i * parameters));
        }
        return text.append(tail).toString();
    }
}
