package dev.tollgate.records.shape;

import org.jspecify.annotations.Nullable;

/** A record that is made from another, with some components set by name. Confined to its thread. */
public final class Copy<R> {

    private final Class<R> record;
    private final RecordConstructor<R> constructor;
    private final @Nullable Object[] values;

    Copy(Class<R> record, RecordConstructor<R> constructor, @Nullable Object[] values) {
        this.record = record;
        this.constructor = constructor;
        this.values = values;
    }

    /** Sets a column; null clears it. */
    public <V> Copy<R> set(Column<R, V> column, @Nullable V value) {
        column.put(record, values, value);
        return this;
    }

    /** Sets a column unless the value is null. */
    public <V> Copy<R> setIfPresent(Column<R, V> column, @Nullable V value) {
        return value == null ? this : set(column, value);
    }

    /** The copy. */
    public R done() {
        return constructor.made(values);
    }
}
