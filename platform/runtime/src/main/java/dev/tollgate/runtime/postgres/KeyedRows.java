package dev.tollgate.runtime.postgres;

/**
 * The statements that read rows of one table by their key, in the workspace of the caller. One object per table and
 * event loop: reads are joined by its identity.
 */
public final class KeyedRows {
    final String one;
    final String some;
    final int keyColumn;

    /**
     * Names the statements; both give the same columns.
     *
     * @param one gives the row of a key; parameters: workspace, key
     * @param some gives the rows of keys, in any order; parameters: workspace, array of keys
     * @param keyColumn index of the column that has the key, a UUID
     */
    public KeyedRows(String one, String some, int keyColumn) {
        this.one = one;
        this.some = some;
        this.keyColumn = keyColumn;
    }
}
