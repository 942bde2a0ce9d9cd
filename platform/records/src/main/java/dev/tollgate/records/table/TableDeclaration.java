package dev.tollgate.records.table;

import dev.tollgate.contract.operation.Resource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A table of business records, declared once: which record it holds, which columns a list may be filtered by, and the
 * function that searches it. The SQL that never changes is made here.
 *
 * <p>The table has a column per field of the record, {@code (workspace_id, id)} as its primary key and row-level
 * security. The record has the fields {@code id workspace_id created_at updated_at version source last_actor}.
 */
public final class TableDeclaration<R extends Resource> {

    /** Changed by the table itself, with every change of another column. */
    private static final List<String> STAMPED = List.of("updated_at", "version", "source", "last_actor");

    /** Never changed. */
    private static final List<String> FIXED = List.of("id", "workspace_id", "created_at");

    final String name;
    final RecordShape<R> shape;
    final List<String> filters;
    final @Nullable String search;
    final String columns;
    final String insert;
    final String get;
    final String lock;
    final String update;
    final String delete;
    final int[] changeable;
    final int[] updated;

    private TableDeclaration(String name, RecordShape<R> shape, List<String> filters, @Nullable String search) {
        this.name = name;
        this.shape = shape;
        this.filters = List.copyOf(filters);
        this.search = search;
        shape.require(FIXED);
        shape.require(STAMPED);
        shape.require(filters);
        this.updated = indexes(column -> !FIXED.contains(column));
        this.changeable = indexes(column -> !FIXED.contains(column) && !STAMPED.contains(column));
        this.columns = joined(IntStream.range(0, shape.columns().size())
                .mapToObj(this::column)
                .toList());
        this.insert = "INSERT INTO " + name + " (" + columns + ") VALUES ("
                + joined(parameters(shape.columns().size(), 1)) + ")";
        this.get = "SELECT " + columns + " FROM " + name + " WHERE workspace_id = $1 AND id = $2";
        this.lock = get + " FOR UPDATE";
        this.update = "UPDATE " + name + " SET ("
                + joined(IntStream.of(updated).mapToObj(this::column).toList()) + ") = ROW ("
                + joined(parameters(updated.length, 3)) + ") WHERE workspace_id = $1 AND id = $2";
        this.delete = "DELETE FROM " + name
                + " WHERE workspace_id = $1 AND id = $2 AND ($3::bigint IS NULL OR version = $3) RETURNING " + columns;
    }

    /** A table with its schema, such as {@code tasks.task}. */
    public static <R extends Resource> TableDeclaration<R> of(Class<R> record, String name) {
        return new TableDeclaration<>(name, new RecordShape<>(record), List.of(), null);
    }

    /** Columns a list may be filtered by. */
    public TableDeclaration<R> filteredBy(String... more) {
        return new TableDeclaration<>(name, shape, List.of(more), search);
    }

    /**
     * A function of the table's schema that finds records by words and custom fields. Its arguments: workspace, id that
     * all are older than, limit, words or null, terms of custom fields or null, then a value or null per filter. It
     * runs with its owner's rights, since the planner keeps its hands off such indexes under row-level security, and
     * compares the workspace with the session's.
     */
    public TableDeclaration<R> searchedBy(String function) {
        return new TableDeclaration<>(name, shape, filters, function);
    }

    private String column(int index) {
        return shape.columns().get(index).name();
    }

    private int[] indexes(java.util.function.Predicate<String> wanted) {
        return IntStream.range(0, shape.columns().size())
                .filter(index -> wanted.test(column(index)))
                .toArray();
    }

    private static List<String> parameters(int count, int first) {
        return IntStream.range(first, first + count).mapToObj(n -> "$" + n).toList();
    }

    private static String joined(List<String> parts) {
        return parts.stream().collect(Collectors.joining(", "));
    }

    /** The columns of a page: every record of the workspace older than an id, by a set of filters (a bit each). */
    String page(long filterSet) {
        var sql = new StringBuilder(
                "SELECT " + columns + " FROM " + name + " WHERE workspace_id = $1 AND ($2::uuid IS NULL OR id < $2)");
        int parameter = 4;
        for (int i = 0; i < filters.size(); i++) {
            if ((filterSet & 1L << i) != 0) {
                sql.append(" AND ").append(filters.get(i)).append(" = $").append(parameter++);
            }
        }
        return sql.append(" ORDER BY id DESC LIMIT $3").toString();
    }

    /** The same through the function that searches. */
    String searchPage() {
        return "SELECT " + columns + " FROM " + search + "($1, $2, $3, $4, $5"
                + parameters(filters.size(), 6).stream().map(p -> ", " + p).collect(Collectors.joining()) + ")";
    }
}
