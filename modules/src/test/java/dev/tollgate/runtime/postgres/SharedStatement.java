package dev.tollgate.runtime.postgres;

import java.util.List;

/** The statement that insertions share. */
public final class SharedStatement {

    private SharedStatement() {}

    /**
     * The text of a statement that inserts so many rows like this one; fails if they cannot share a statement.
     *
     * @param row of every insertion
     */
    public static String text(SqlStatement row, int insertions) {
        return new CombinedInserts().text("SELECT 'inserted' AS answer", 0, List.of(row), insertions);
    }
}
