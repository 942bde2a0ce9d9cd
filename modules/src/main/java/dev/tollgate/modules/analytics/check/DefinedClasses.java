package dev.tollgate.modules.analytics.check;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.ProgressListener;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.analytics.hash.StatementRunner;
import dev.tollgate.modules.tracked.PropertyClass;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * The classes of properties, of definitions of which nothing else applies. Only those of properties that the call has
 * are kept, so they are never too large. Read a few definitions at a time, in slices that the call's listener is told
 * of.
 */
final class DefinedClasses {

    /** Definitions that one statement reads. */
    private static final int READ_MAX = 64;

    /** As text, so that reading it as JSON is part of a slice. */
    private static final String CLASSES = """
            SELECT name, classes::text AS classes
              FROM analytics.event_definition
             WHERE workspace_id = $1 AND name = ANY ($2) AND status <> 'draft' AND revision > 0
            """;

    private static final Refusal GONE = new Refusal.DeadlineExceeded(false);

    private final StatementRunner statements;
    private final WorkspaceId workspace;
    private final Map<String, Set<String>> properties;
    private final ProgressListener listener;
    private final Map<String, Map<String, PropertyClass>> found = new HashMap<>();

    /** Whether the listener was gone before all were read. */
    private boolean abandoned;

    private DefinedClasses(
            StatementRunner statements,
            WorkspaceId workspace,
            Map<String, Set<String>> properties,
            ProgressListener listener) {
        this.statements = statements;
        this.workspace = workspace;
        this.properties = properties;
        this.listener = listener;
    }

    /**
     * The classes by the names of events and properties; refused where the listener is gone meanwhile.
     *
     * @param properties names of properties by the names of events
     */
    static Future<Outcome<Map<String, Map<String, PropertyClass>>>> of(
            StatementRunner statements,
            WorkspaceId workspace,
            Map<String, Set<String>> properties,
            ProgressListener listener) {
        return new DefinedClasses(statements, workspace, properties, listener).read();
    }

    private Future<Outcome<Map<String, Map<String, PropertyClass>>>> read() {
        var later = new ArrayDeque<>(properties.keySet());
        return FutureLoop.whileTrue(
                        () -> later.isEmpty() || abandoned ? Future.succeededFuture(false) : readNext(later))
                .map(_ -> abandoned ? Outcome.refused(GONE) : Outcome.done(found));
    }

    private Future<Boolean> readNext(Queue<String> names) {
        var next = new ArrayList<String>();
        while (next.size() < READ_MAX && !names.isEmpty()) {
            next.add(names.remove());
        }
        return statements
                .query(CLASSES, Tuple.of(workspace.value()).addValue(next.toArray(String[]::new)))
                .compose(this::keep)
                .map(true);
    }

    private Future<?> keep(RowSet<Row> rows) {
        var all = new ArrayList<Row>();
        rows.forEach(all::add);
        return SlicedChecks.of(all, this::kept, () -> false, listener)
                .onSuccess(kept -> abandoned = kept.size() < all.size());
    }

    private Map<String, PropertyClass> kept(Row row) {
        var name = row.getString("name");
        var classes = CompiledDefinition.classes(new JsonObject(row.getString("classes")));
        classes.keySet().retainAll(properties.getOrDefault(name, Set.of()));
        found.put(name, classes);
        return classes;
    }
}
