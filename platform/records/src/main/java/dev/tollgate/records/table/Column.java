package dev.tollgate.records.table;

/**
 * A column of a table by name and type, to change a copy of a record by name; see {@link TableDeclaration#column}.
 *
 * @param <R> the record
 * @param <V> what the column holds
 */
public final class Column<R extends StoredRecord, V> {

    final TableDeclaration<R> table;
    final int index;

    Column(TableDeclaration<R> table, int index) {
        this.table = table;
        this.index = index;
    }
}
