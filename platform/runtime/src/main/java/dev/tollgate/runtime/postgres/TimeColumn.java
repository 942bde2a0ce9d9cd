package dev.tollgate.runtime.postgres;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Times in a column that may be null. */
public final class TimeColumn {

    private TimeColumn() {}

    /** The time in the column, or null. */
    public static @Nullable Instant read(Row row, String column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    /** The time as an argument of a statement, or null. */
    public static @Nullable OffsetDateTime argument(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
}
