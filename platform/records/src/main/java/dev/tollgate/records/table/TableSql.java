package dev.tollgate.records.table;

import dev.tollgate.runtime.postgres.InsertSql;
import dev.tollgate.runtime.postgres.KeyedRows;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The statements of one table. One per event loop. */
final class TableSql {

    private final TableDeclaration<?> table;
    private final String columns;
    final InsertSql insert;
    final String get;
    final String some;
    final KeyedRows byKey;
    final String lock;
    final String lockWhole;
    final String update;
    final String delete;
    final List<String> holders;
    final ListSql list;
    final SearchSql search;
    final InsertSql insertOnce;
    final String byExternalIds;
    final String lockByExternalIds;
    private final int[] changeable;
    private final int[] updated;

    TableSql(TableDeclaration<?> table) {
        this.table = table;
        var count = table.shape.columns().size();
        this.updated = indexes(column -> !TableDeclaration.FIXED.contains(column));
        this.changeable = indexes(
                column -> !TableDeclaration.FIXED.contains(column) && !TableDeclaration.STAMPED.contains(column));
        this.columns = joined(IntStream.range(0, count).mapToObj(this::quoted).toList());
        this.insert = InsertSql.ofValues("INSERT INTO " + table.name + " (" + columns + ")", count);
        this.get = "SELECT " + columns + " FROM " + table.name + " WHERE workspace_id = $1 AND id = $2";
        this.some = "SELECT " + columns + " FROM " + table.name + " WHERE workspace_id = $1 AND id = ANY ($2)";
        this.byKey = new KeyedRows(get, some, table.shape.index("id"));
        this.lock = get + " FOR NO KEY UPDATE";
        this.lockWhole = get + " FOR UPDATE";
        this.insertOnce = insert.onConflict(
                "(workspace_id, external_source, external_id) WHERE external_source IS NOT NULL DO NOTHING");
        this.byExternalIds =
                "SELECT " + columns + " FROM " + table.name + " WHERE workspace_id = $1 AND external_source IS NOT NULL"
                        + " AND (external_source, external_id) IN (SELECT * FROM unnest($2::text[], $3::text[]))"
                        + " ORDER BY external_source, external_id";
        this.lockByExternalIds = byExternalIds + " FOR NO KEY UPDATE";
        this.update = "UPDATE " + table.name + " SET ("
                + joined(IntStream.of(updated).mapToObj(this::quoted).toList()) + ") = ROW ("
                + joined(parameters(updated.length, 3)) + ") WHERE workspace_id = $1 AND id = $2";
        this.delete = "DELETE FROM " + table.name
                + " WHERE workspace_id = $1 AND id = $2 AND ($3::bigint[] IS NULL OR version = ANY ($3)) RETURNING "
                + columns;
        var own = ReferenceTarget.of(
                table.shape.columns().get(table.shape.index("id")).field());
        this.holders = own == null ? List.of() : own.holders();
        var listed = joined(IntStream.range(0, count)
                .mapToObj(index -> table.lists.selected(table.shape.columns().get(index), quoted(index)))
                .toList());
        this.list = new ListSql(table, listed);
        this.search = new SearchSql(table, listed);
    }

    /** Removes the oldest records whose column names a record. Parameters: workspace, that record, how many at most. */
    String deleteNaming(String column) {
        return "DELETE FROM " + table.name + " WHERE workspace_id = $1 AND id = ANY (ARRAY(SELECT id FROM "
                + table.name + " WHERE workspace_id = $1 AND " + quoted(table.shape.index(column))
                + " = $2 ORDER BY id LIMIT $3)) RETURNING " + columns;
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
