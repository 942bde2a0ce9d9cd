package dev.tollgate.runtime.postgres;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Optional;
import java.util.function.Function;

/** The first row of an answer that may have none. */
public final class FirstRow {

    private FirstRow() {}

    /** What the first row says; empty without rows. */
    public static <T> Optional<T> of(RowSet<Row> rows, Function<Row, T> meaning) {
        for (var row : rows) {
            return Optional.of(meaning.apply(row));
        }
        return Optional.empty();
    }
}
