package dev.tollgate.modules.bi.name;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.modules.tracked.EventLimits;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names of events, which get their numbers with their first row. A transaction that may give numbers holds the lock
 * of the workspace's names, and takes it before any other lock.
 */
public final class EventNames {

    private static final String FIND = """
            SELECT w.name, n.no, s.dimensions, s.measures
              FROM unnest($2::text[]) AS w (name)
              LEFT JOIN bi.name n ON n.workspace_id = $1 AND n.name = w.name
              LEFT JOIN bi.shape s ON s.workspace_id = $1 AND s.name = w.name
            """;

    private static final String COUNT = "SELECT count(*) AS names FROM bi.name WHERE workspace_id = $1";

    private static final String NUMBER = """
            INSERT INTO bi.name (workspace_id, no, name, created_at)
            SELECT $1, (SELECT COALESCE(max(n.no), 0) FROM bi.name n WHERE n.workspace_id = $1)
                       + row_number() OVER (ORDER BY w.name),
                   w.name, $3::timestamptz
              FROM unnest($2::text[]) AS w (name)
            RETURNING name, no
            """;

    private static final String SHAPE = """
            INSERT INTO bi.shape (workspace_id, name, dimensions, measures) VALUES ($1, $2, $3, $4)
            ON CONFLICT (workspace_id, name) DO UPDATE
               SET dimensions = excluded.dimensions, measures = excluded.measures
            """;

    /**
     * Names of a call.
     *
     * @param known all that are asked for, by name
     * @param unnamed those that have no number and can get none
     */
    public record Found(Map<String, EventName> known, Set<String> unnamed) {}

    private EventNames() {}

    /** Completes in one round trip if all names have numbers. */
    public static Future<Found> find(Transaction transaction, Call<?> call, Set<String> names) {
        var workspace = call.caller().workspaceId();
        return read(transaction, workspace, names)
                .compose(known -> known.values().stream().anyMatch(EventName::isNew)
                        ? locked(transaction, workspace, names)
                        : Future.succeededFuture(new Found(known, Set.of())));
    }

    private static Future<Found> locked(Transaction transaction, WorkspaceId workspace, Set<String> names) {
        var lock = transaction.lock("bi.names/" + workspace.value());
        var count = transaction.query(COUNT, Tuple.of(workspace.value()));
        var known = read(transaction, workspace, names);
        return Future.all(lock, count, known).map(_ -> {
            long left = EventLimits.NAMES_MAX - count.result().iterator().next().getLong("names");
            var unnamed = new TreeSet<String>();
            known.result().values().stream()
                    .filter(EventName::isNew)
                    .map(EventName::name)
                    .sorted()
                    .skip(Math.max(0, left))
                    .forEach(unnamed::add);
            return new Found(known.result(), unnamed);
        });
    }

    private static Future<Map<String, EventName>> read(
            Transaction transaction, WorkspaceId workspace, Collection<String> names) {
        return transaction.query(FIND, args(workspace, names)).map(rows -> {
            var known = new HashMap<String, EventName>();
            for (var row : rows) {
                known.put(row.getString("name"), name(row));
            }
            return known;
        });
    }

    public static EventName name(Row row) {
        var no = row.getInteger("no");
        return new EventName(
                row.getString("name"),
                no == null ? 0 : no,
                List.of(texts(row, "dimensions")),
                List.of(texts(row, "measures")));
    }

    private static String[] texts(Row row, String column) {
        var texts = row.getArrayOfStrings(column);
        return texts == null ? new String[0] : texts;
    }

    /** The same names with numbers for these of them. */
    public static Future<Map<String, EventName>> numbered(
            Transaction transaction, Call<?> call, Map<String, EventName> known, Set<String> used) {
        var missing = new HashSet<String>();
        for (var name : used) {
            if (EventName.of(known, name).isNew()) {
                missing.add(name);
            }
        }
        if (missing.isEmpty()) {
            return Future.succeededFuture(known);
        }
        var args = args(call.caller().workspaceId(), missing)
                .addOffsetDateTime(call.facts().time().atOffset(ZoneOffset.UTC));
        return transaction.query(NUMBER, args).map(rows -> {
            var all = new HashMap<>(known);
            for (var row : rows) {
                all.computeIfPresent(row.getString("name"), (_, name) -> name.numbered(row.getInteger("no")));
            }
            return all;
        });
    }

    /** Sets what cells of an event have from now on. */
    public static Future<RowSet<Row>> shape(
            Transaction transaction,
            WorkspaceId workspace,
            String name,
            List<String> dimensions,
            List<String> measures) {
        return transaction.query(
                SHAPE,
                Tuple.of(workspace.value(), name)
                        .addArrayOfString(dimensions.toArray(String[]::new))
                        .addArrayOfString(measures.toArray(String[]::new)));
    }

    private static Tuple args(WorkspaceId workspace, Collection<String> names) {
        return Tuple.of(workspace.value()).addArrayOfString(names.toArray(String[]::new));
    }
}
