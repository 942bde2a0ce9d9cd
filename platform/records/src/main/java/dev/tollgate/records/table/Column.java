package dev.tollgate.records.table;

import org.jspecify.annotations.Nullable;

/**
 * A column of a table by name and type, to change a copy of a record by name; see {@link TableDeclaration#column}.
 *
 * @param <R> the record
 * @param <V> what the column holds
 */
public final class Column<R extends StoredRecord, V> {

    private final TableDeclaration<R> table;
    private final int index;

    Column(TableDeclaration<R> table, int index) {
        this.table = table;
        this.index = index;
    }

    /** Puts a value where it belongs in the values of a record of this table. */
    void put(TableDeclaration<R> of, @Nullable Object[] values, @Nullable V value) {
        if (of != table) {
            throw new IllegalArgumentException("a column of another table");
        }
        values[index] = value;
    }
}
