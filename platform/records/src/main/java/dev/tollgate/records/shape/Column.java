package dev.tollgate.records.shape;

import dev.tollgate.records.table.TableDeclaration;
import org.jspecify.annotations.Nullable;

/**
 * A component of a record by name and type, to set it in a {@link Copy}; see {@link RecordMapper#column} and
 * {@link TableDeclaration#column}.
 *
 * @param <R> the record
 * @param <V> what the component holds
 */
public final class Column<R, V> {

    private final Class<R> record;
    private final int index;

    Column(Class<R> record, int index) {
        this.record = record;
        this.index = index;
    }

    /** Puts a value where it belongs in the values of a record of this class. */
    void put(Class<R> of, @Nullable Object[] values, @Nullable V value) {
        if (of != record) {
            throw new IllegalArgumentException("a column of " + record + ", not of " + of);
        }
        values[index] = value;
    }
}
