package dev.tollgate.records.table;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Names of records by their ids, and ids by their names, in the workspace of the caller. One statement for all tables
 * that are asked. Whether the caller may read a table is the asker's to know; of a record that is made of those of
 * other modules, the caller must be allowed to read these too. One per event loop.
 */
public final class RecordNames {

    /** The most records of one name that are told. */
    public static final int SAME_MAX = 5;

    /** The newest names that a wrong one is compared with. */
    public static final int NEWEST_MAX = 100;

    /** Place of a row's last column. */
    private static final int MADE_OF = 3;

    private final Database database;

    public RecordNames(Database database) {
        this.database = database;
    }

    /** The names of those records that exist. */
    public Future<Map<ReferenceTarget, Map<UUID, String>>> names(
            Caller caller, Map<ReferenceTarget, ? extends Set<UUID>> ids) {
        var targets = new ArrayList<ReferenceTarget>();
        var args = workspace(caller);
        ids.forEach((target, wanted) -> {
            targets.add(target);
            args.addValue(wanted.toArray(UUID[]::new));
        });
        return database.readByKey(RowSecurityContext.of(caller), byId(targets), args)
                .map(rows -> byTarget(caller, targets, rows));
    }

    private static Map<ReferenceTarget, Map<UUID, String>> byTarget(
            Caller caller, List<ReferenceTarget> targets, RowSet<Row> rows) {
        Map<ReferenceTarget, Map<UUID, String>> names = new HashMap<>();
        for (var row : shown(caller, rows)) {
            names.computeIfAbsent(targets.get(row.getInteger(0)), _ -> new HashMap<>())
                    .put(row.getUUID(1), row.getString(2));
        }
        return names;
    }

    /** The records of these names, of each at most {@link #SAME_MAX}. */
    public Future<Map<ReferenceTarget, Map<String, List<UUID>>>> ids(
            Caller caller, Map<ReferenceTarget, ? extends Set<String>> names) {
        var targets = new ArrayList<ReferenceTarget>();
        var args = workspace(caller);
        names.forEach((target, wanted) -> {
            targets.add(target);
            args.addValue(wanted.toArray(String[]::new));
        });
        return database.readByKey(RowSecurityContext.of(caller), byName(targets), args)
                .map(rows -> {
                    Map<ReferenceTarget, Map<String, List<UUID>>> ids = new HashMap<>();
                    for (var row : shown(caller, rows)) {
                        ids.computeIfAbsent(targets.get(row.getInteger(0)), _ -> new HashMap<>())
                                .computeIfAbsent(row.getString(2), _ -> new ArrayList<>())
                                .add(row.getUUID(1));
                    }
                    return ids;
                });
    }

    /** The names of the newest records, at most {@link #NEWEST_MAX} of each table. */
    public Future<Map<ReferenceTarget, Map<UUID, String>>> newest(
            Caller caller, Collection<ReferenceTarget> ofTargets) {
        var targets = List.copyOf(ofTargets);
        return database.readPage(RowSecurityContext.of(caller), newest(targets), workspace(caller))
                .map(rows -> byTarget(caller, targets, rows));
    }

    /** Those that the caller may read the records of. */
    private static List<Row> shown(Caller caller, RowSet<Row> rows) {
        return rows.stream()
                .filter(row -> {
                    var madeOf = row.getArrayOfStrings(MADE_OF);
                    return madeOf == null || Arrays.stream(madeOf).allMatch(module -> isReadBy(caller, module));
                })
                .toList();
    }

    private static boolean isReadBy(Caller caller, String module) {
        return caller.modules().contains(module) && caller.reads(module);
    }

    private static Tuple workspace(Caller caller) {
        return Tuple.tuple().addValue(caller.workspaceId().value());
    }

    /** Parameters: workspace, the ids of each target. */
    static String byId(List<ReferenceTarget> targets) {
        return union(
                targets,
                "(SELECT %1$d AS target, id, \"%4$s\" AS name, %7$s AS made_of FROM %3$s"
                        + " WHERE workspace_id = $1 AND id = ANY ($%2$d))");
    }

    /** Parameters: workspace, the names of each target. */
    static String byName(List<ReferenceTarget> targets) {
        return union(targets, """
                (SELECT %1$d AS target, same.id, wanted.name, same.made_of FROM unnest($%2$d::text[]) AS wanted (name)
                  CROSS JOIN LATERAL (SELECT id, %7$s AS made_of FROM %3$s
                                       WHERE workspace_id = $1 AND "%4$s" = wanted.name
                                       ORDER BY id LIMIT %5$d) same)""");
    }

    /** Parameter: workspace. */
    static String newest(List<ReferenceTarget> targets) {
        return union(
                targets,
                "(SELECT %1$d AS target, id, \"%4$s\" AS name, %7$s AS made_of FROM %3$s WHERE workspace_id = $1"
                        + " ORDER BY id DESC LIMIT %6$d)");
    }

    /** One statement per target, by its number, its parameter, its table and the column of its names. */
    private static String union(List<ReferenceTarget> targets, String statement) {
        return IntStream.range(0, targets.size())
                .mapToObj(number -> statement.formatted(
                        number,
                        number + 2,
                        targets.get(number).table(),
                        targets.get(number).name(),
                        SAME_MAX,
                        NEWEST_MAX,
                        madeOf(targets.get(number))))
                .collect(Collectors.joining(" UNION ALL "));
    }

    private static String madeOf(ReferenceTarget target) {
        return target.madeOf() == null ? "NULL::text[]" : '"' + target.madeOf() + '"';
    }
}
