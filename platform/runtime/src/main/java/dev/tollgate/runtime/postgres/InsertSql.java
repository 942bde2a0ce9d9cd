package dev.tollgate.runtime.postgres;

import io.vertx.sqlclient.Tuple;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The text of an INSERT of one row, declared in parts, so that several rows can be one INSERT too. */
public final class InsertSql {

    private final String head;
    private final String row;
    private final String separator;
    private final String tail;
    private final int parameters;
    private final String sql;

    private InsertSql(String head, String row, String separator, String tail, int parameters) {
        this.head = head;
        this.row = row;
        this.separator = separator;
        this.tail = tail;
        this.parameters = parameters;
        this.sql = sql(1, 0);
    }

    /**
     * An INSERT of values, each of which is a parameter.
     *
     * @param into the beginning: INSERT INTO, the table and its columns
     * @param parameters one for each column, in their order
     */
    public static InsertSql ofValues(String into, int parameters) {
        var row = IntStream.rangeClosed(1, parameters)
                .mapToObj(place -> "$" + place)
                .collect(Collectors.joining(", ", "(", ")"));
        return new InsertSql(into + "\nVALUES ", row, ", ", "", parameters);
    }

    /**
     * An INSERT of the rows of a query; several are a union of their queries, in their order.
     *
     * @param parameters how many the query has
     */
    public static InsertSql ofQuery(String into, int parameters, String query) {
        return new InsertSql(into + '\n', '(' + query + ')', "\nUNION ALL ", "", parameters);
    }

    /** The same with an ON CONFLICT clause. */
    public InsertSql onConflict(String action) {
        return new InsertSql(head, row, separator, tail + "\nON CONFLICT " + action, parameters);
    }

    /** The INSERT of one row, with its parameters from $1. */
    public String sql() {
        return sql;
    }

    public RowInsert row(Tuple args) {
        return new RowInsert(this, args);
    }

    /** The INSERT of so many rows, whose parameters follow on the first places. */
    String sql(int rows, int places) {
        return IntStream.range(0, rows)
                .mapToObj(index -> CombinedInserts.renumbered(row, places + index * parameters))
                .collect(Collectors.joining(separator, head, tail));
    }

    int parameters() {
        return parameters;
    }
}
