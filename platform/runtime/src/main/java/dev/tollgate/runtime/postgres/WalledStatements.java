package dev.tollgate.runtime.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads as one statement each, which sets the walls and then reads the rows. The setting ends with the statement, since
 * no transaction is open. One per event loop.
 *
 * <p>The order is held by the plan: the read refers to the set value, so PostgreSQL can only run it in a nested loop
 * inside of the row that sets it, and {@code OFFSET 0} keeps both from being merged. A statement that is read this way
 * changes no rows: a subquery cannot.
 */
public final class WalledStatements {
    private final Map<String, String> texts = new HashMap<>();

    /** The statement that sets the walls, given as one parameter more than the read has, and reads. */
    public static String text(String sql, int parameters) {
        return """
                SELECT c.* FROM (SELECT set_config('tollgate.walls', $%1$d, true) AS w OFFSET 0) wall
                 CROSS JOIN LATERAL (SELECT q.* FROM (
                %2$s
                ) q WHERE wall.w = $%1$d OFFSET 0) c
                """.formatted(parameters + 1, sql);
    }

    Future<RowSet<Row>> query(PooledConnection connection, RowSecurityContext context, SqlStatement read) {
        if (context.equals(RowSecurityContext.NONE)) {
            return connection.query(read.sql(), read.args());
        }
        int parameters = read.args().size();
        var text = texts.computeIfAbsent(read.sql(), sql -> text(sql, parameters));
        return connection.query(text, with(read.args(), context.walls()));
    }

    /** A copy, since the caller may use its arguments again. */
    private static Tuple with(Tuple args, String walls) {
        var all = Tuple.tuple();
        for (int i = 0; i < args.size(); i++) {
            all.addValue(args.getValue(i));
        }
        return all.addString(walls);
    }
}
