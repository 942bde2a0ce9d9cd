package dev.tollgate.runtime.postgres;

import io.vertx.sqlclient.Tuple;
import java.lang.reflect.Array;
import java.util.List;

/** Rows as one array per column: the arguments of a statement that unnests them. */
public final class Columns {

    private Columns() {}

    /**
     * The array of each column.
     *
     * @param types of the columns, in their order
     */
    public static Tuple of(List<Class<?>> types, List<Tuple> rows) {
        var columns = Tuple.tuple();
        for (int i = 0; i < types.size(); i++) {
            var column = (Object[]) Array.newInstance(types.get(i), rows.size());
            for (int row = 0; row < column.length; row++) {
                column[row] = rows.get(row).getValue(i);
            }
            columns.addValue(column);
        }
        return columns;
    }
}
