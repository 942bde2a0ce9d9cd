package dev.tollgate.contract.operation;

import java.util.List;

/**
 * An answer that can also be read as a table, one line per row. A {@link Page} is a table of its items; a single record
 * says what its rows are.
 *
 * @param <R> a record of plain values: its fields are the columns
 */
public interface Tabular<R> {

    /** The most rows of a table in one answer: a larger result is refused, never truncated. */
    int ROWS_MAX = 10_000;

    Class<R> rowType();

    List<R> rows();
}
