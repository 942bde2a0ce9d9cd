package dev.tollgate.records.table;

import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The statements of one table. One per event loop: those of lists are made when first asked for. */
final class TableSql {

    /** One list: its filters as bits, and whether it goes on from a record. */
    private record PageForm(long filterSet, boolean goesOn) {}

    private final TableDeclaration<?> table;
    private final String columns;
    private final Map<PageForm, String> pages = new HashMap<>();
    final String insert;
    final String get;
    final String some;
    final String lock;
    final String update;
    final String delete;
    final SearchSql search;
    private final int[] changeable;
    private final int[] updated;

    TableSql(TableDeclaration<?> table) {
        this.table = table;
        var count = table.shape.columns().size();
        this.updated = indexes(column -> !TableDeclaration.FIXED.contains(column));
        this.changeable = indexes(
                column -> !TableDeclaration.FIXED.contains(column) && !TableDeclaration.STAMPED.contains(column));
        this.columns = joined(IntStream.range(0, count).mapToObj(this::quoted).toList());
        this.insert = "INSERT INTO " + table.name + " (" + columns + ") VALUES (" + joined(parameters(count, 1)) + ")";
        this.get = "SELECT " + columns + " FROM " + table.name + " WHERE workspace_id = $1 AND id = $2";
        this.some = "SELECT " + columns + " FROM " + table.name + " WHERE workspace_id = $1 AND id = ANY ($2)";
        this.lock = get + " FOR UPDATE";
        this.update = "UPDATE " + table.name + " SET ("
                + joined(IntStream.of(updated).mapToObj(this::quoted).toList()) + ") = ROW ("
                + joined(parameters(updated.length, 3)) + ") WHERE workspace_id = $1 AND id = $2";
        this.delete = "DELETE FROM " + table.name
                + " WHERE workspace_id = $1 AND id = $2 AND ($3::bigint[] IS NULL OR version = ANY ($3)) RETURNING "
                + columns;
        this.search = new SearchSql(table, columns);
    }

    /**
     * Records of the workspace by some filters. Parameters: workspace, limit, where it goes on from (rank, in a table
     * with an order, and id) if it does, a value per filter. Two statements for the two cases, since a plan made for
     * both would read from the start.
     */
    String page(Map<String, ?> filters, boolean goesOn) {
        return pages.computeIfAbsent(new PageForm(filterSet(filters), goesOn), this::made);
    }

    /** How many records a page of this statement would have. */
    static String counting(String page) {
        return "SELECT count(*) FROM (" + page + ") counted";
    }

    /** The filters that a list has, as bits. */
    long filterSet(Map<String, ?> filters) {
        long set = 0;
        for (int i = 0; i < table.filters.size(); i++) {
            if (filters.containsKey(table.filters.get(i))) {
                set |= 1L << i;
            }
        }
        return set;
    }

    /** Removes the oldest records whose column names a record. Parameters: workspace, that record, how many at most. */
    String deleteNaming(String column) {
        return "DELETE FROM " + table.name + " WHERE workspace_id = $1 AND id = ANY (ARRAY(SELECT id FROM "
                + table.name + " WHERE workspace_id = $1 AND " + quoted(table.shape.index(column))
                + " = $2 ORDER BY id LIMIT $3)) RETURNING " + columns;
    }

    private String made(PageForm form) {
        var sql = new StringBuilder("SELECT " + columns + " FROM " + table.name + " WHERE workspace_id = $1");
        int parameter = 3;
        if (form.goesOn()) {
            sql.append(behind(table.order, parameter));
            parameter += table.order == null ? 1 : 2;
        }
        sql.append(filtered(table.filters, form.filterSet(), parameter));
        var order = table.order == null ? "id DESC" : table.order + ", id";
        return sql.append(" ORDER BY ").append(order).append(" LIMIT $2").toString();
    }

    /** A condition for each filter of the set; parameters are numbered in their order. */
    static String filtered(List<String> filters, long filterSet, int firstParameter) {
        var sql = new StringBuilder();
        int parameter = firstParameter;
        for (int i = 0; i < filters.size(); i++) {
            if ((filterSet & 1L << i) != 0) {
                sql.append(" AND \"").append(filters.get(i)).append("\" = $").append(parameter++);
            }
        }
        return sql.toString();
    }

    private static String behind(@Nullable String order, int parameter) {
        return order == null
                ? " AND id < $" + parameter
                : " AND (" + order + ", id) > ($" + parameter + "::bigint, $" + (parameter + 1) + "::uuid)";
    }

    /** The arguments of {@link #insert}. */
    Tuple inserted(@Nullable Object[] values) {
        var tuple = Tuple.tuple();
        for (int i = 0; i < values.length; i++) {
            tuple.addValue(table.shape.stored(i, values[i]));
        }
        return tuple;
    }

    /** The arguments of {@link #update}, behind the key. */
    Tuple updated(Tuple key, @Nullable Object[] values) {
        for (int index : updated) {
            key.addValue(table.shape.stored(index, values[index]));
        }
        return key;
    }

    /** Whether anything differs that an input may change. */
    boolean differs(@Nullable Object[] was, @Nullable Object[] values) {
        for (int index : changeable) {
            if (!table.shape.equal(was, values, index)) {
                return true;
            }
        }
        return false;
    }

    private String column(int index) {
        return table.shape.columns().get(index).name();
    }

    /** As SQL takes any name, also {@code from} and {@code to}. */
    private String quoted(int index) {
        return '"' + column(index) + '"';
    }

    private int[] indexes(Predicate<String> wanted) {
        return IntStream.range(0, table.shape.columns().size())
                .filter(index -> wanted.test(column(index)))
                .toArray();
    }

    private static List<String> parameters(int count, int first) {
        return IntStream.range(first, first + count).mapToObj(n -> "$" + n).toList();
    }

    private static String joined(List<String> parts) {
        return String.join(", ", parts);
    }
}
