package dev.tollgate.contract.operation;

import java.util.List;

/**
 * An answer that can also be read as a table, one line per row. A {@link Page} is a table of its items; a single record
 * says what its rows are.
 *
 * @param <R> a record of plain values: its fields are the columns
 */
public interface Table<R> {

    /** The most rows of a table: whoever asks for more is refused, never given a part. */
    int ROWS_MAX = 10_000;

    Class<R> rowType();

    List<R> rows();
}
