package dev.tollgate.runtime.postgres;

import java.util.List;

/** The statement that insertions share. */
public final class SharedStatement {

    private SharedStatement() {}

    /**
     * The text of a statement that inserts so many rows like this one.
     *
     * @param row of every insertion
     */
    public static String text(RowInsert row, int insertions) {
        return new CombinedInserts().text("SELECT 'inserted' AS answer", 0, List.of(row), insertions);
    }
}
