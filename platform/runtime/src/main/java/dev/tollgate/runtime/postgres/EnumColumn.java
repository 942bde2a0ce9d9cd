package dev.tollgate.runtime.postgres;

import io.vertx.sqlclient.Row;
import java.util.Locale;

/** Constants of an enum in a column: as words in lower case. */
public final class EnumColumn {

    private EnumColumn() {}

    /** The constant whose word the column has; it is not null. */
    public static <E extends Enum<E>> E read(Row row, String column, Class<E> type) {
        return Enum.valueOf(type, row.getString(column).toUpperCase(Locale.ROOT));
    }
}
