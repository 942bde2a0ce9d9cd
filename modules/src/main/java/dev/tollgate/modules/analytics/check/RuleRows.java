package dev.tollgate.modules.analytics.check;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.ProgressListener;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.analytics.check.CompiledDefinitions.Revision;
import dev.tollgate.modules.analytics.hash.StatementRunner;
import dev.tollgate.modules.tracked.ClearEvent;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The rules of workspaces, as one event loop reads them. */
public final class RuleRows {

    private static final String HEADS = """
            SELECT d.id, d.name, d.revision, d.status, p.enforcement
              FROM analytics.event_definition d
              JOIN analytics.tracking_plan p ON p.workspace_id = d.workspace_id AND p.id = d.plan_id
             WHERE d.workspace_id = $1 AND d.name = ANY ($2) AND d.status <> 'draft' AND d.revision > 0
            """;

    private static final String OF_ALL =
            "SELECT unplanned, enforcement FROM analytics.tracking_plan WHERE workspace_id = $1 AND is_default";

    private final CompiledDefinitions compiled = new CompiledDefinitions();

    /**
     * The rules for events of these names; refused where their definitions are too large together, which one alone
     * never is, and where the listener is gone meanwhile.
     */
    public Future<Outcome<CheckRules>> of(
            StatementRunner statements, WorkspaceId workspace, Collection<String> names, ProgressListener listener) {
        var wanted = names.stream().distinct().toArray(String[]::new);
        var heads = statements.query(HEADS, Tuple.of(workspace.value()).addValue(wanted));
        var ofAll = statements.query(OF_ALL, Tuple.of(workspace.value()));
        return Future.all(heads, ofAll)
                .compose(_ -> compiled.of(statements, workspace, revisions(heads.result()), listener))
                .map(found -> found.map(definitions -> rules(heads.result(), ofAll.result(), definitions)));
    }

    /**
     * What of the rules applies to these events where the module is off: the classes of their properties. Refused where
     * the listener is gone meanwhile.
     */
    public Future<Outcome<CheckRules>> ungoverned(
            StatementRunner statements, WorkspaceId workspace, List<ClearEvent> events, ProgressListener listener) {
        Map<String, Set<String>> properties = new HashMap<>();
        events.forEach(event -> properties
                .computeIfAbsent(event.name(), _ -> new HashSet<>())
                .addAll(event.properties().fieldNames()));
        return DefinedClasses.of(statements, workspace, properties, listener)
                .map(found -> found.map(CheckRules::ofClasses));
    }

    /** The rules for events of one name. */
    public Future<CheckRules> ofOne(StatementRunner statements, WorkspaceId workspace, String name) {
        return of(statements, workspace, Set.of(name), ProgressListener.NOBODY).map(found -> switch (found) {
            case Outcome.Done<CheckRules>(CheckRules rules) -> rules;
            case Outcome.Refused<CheckRules> _, Outcome.Replayed<CheckRules> _ ->
                throw new IllegalStateException("the rules of one name were refused: " + name);
        });
    }

    private static List<Revision> revisions(RowSet<Row> heads) {
        var revisions = new ArrayList<Revision>();
        heads.forEach(head -> revisions.add(Revision.of(head)));
        return revisions;
    }

    private static CheckRules rules(
            RowSet<Row> heads, RowSet<Row> ofAll, Map<Revision, CompiledDefinition> definitions) {
        var byName = new HashMap<String, CheckRule>();
        for (var head : heads) {
            var definition = definitions.get(Revision.of(head));
            if (definition != null) {
                byName.put(
                        head.getString("name"),
                        new CheckRule(
                                Revision.of(head).number(),
                                head.getString("status").equals("deprecated"),
                                word(EventEnforcement.class, head.getString("enforcement")),
                                definition));
            }
        }
        for (var plan : ofAll) {
            return CheckRules.governing(
                    word(Unplanned.class, plan.getString("unplanned")),
                    word(EventEnforcement.class, plan.getString("enforcement")),
                    byName);
        }
        return CheckRules.governing(Unplanned.ACCEPT, EventEnforcement.OBSERVE, byName);
    }

    private static <E extends Enum<E>> E word(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }
}
