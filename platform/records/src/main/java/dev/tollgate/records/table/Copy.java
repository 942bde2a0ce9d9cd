package dev.tollgate.records.table;

import org.jspecify.annotations.Nullable;

/** A record that is being copied with some columns changed, each by name. */
public final class Copy<R extends StoredRecord> {

    private final TableDeclaration<R> table;
    private final @Nullable Object[] values;

    Copy(TableDeclaration<R> table, R record) {
        this.table = table;
        this.values = table.shape.values(record);
    }

    /** Sets a column; null clears it. */
    public <V> Copy<R> set(Column<R, V> column, @Nullable V value) {
        column.put(table, values, value);
        return this;
    }

    /** Sets a column unless the value is null. */
    public <V> Copy<R> setIfPresent(Column<R, V> column, @Nullable V value) {
        return value == null ? this : set(column, value);
    }

    /** The copy. */
    public R done() {
        return table.shape.made(values);
    }
}
