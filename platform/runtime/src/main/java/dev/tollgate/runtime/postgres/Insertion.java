package dev.tollgate.runtime.postgres;

import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are known before anything is asked of the database.
 *
 * @param deadline when the server aborts their transaction
 * @param rows up to {@link #ROWS_MAX}
 * @param guard an expression that raises an error where the rows must not be inserted; null for none
 * @param wanted asked once more right before they are sent
 */
public record Insertion(
        Instant deadline, List<RowInsert> rows, @Nullable SqlStatement guard, BooleanSupplier wanted) {

    public static final int ROWS_MAX = CombinedInserts.PARTS_MAX;

    public Insertion {
        rows = List.copyOf(rows);
        if (rows.isEmpty() || rows.size() > ROWS_MAX) {
            throw new IllegalArgumentException(rows.size() + " rows are not 1 to " + ROWS_MAX);
        }
    }
}
