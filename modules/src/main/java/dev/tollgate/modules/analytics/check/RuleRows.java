package dev.tollgate.modules.analytics.check;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.modules.analytics.hash.StatementRunner;
import dev.tollgate.runtime.memory.LruMap;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The rules of workspaces, as one event loop reads them. A definition is compiled once for each revision. */
public final class RuleRows {

    /** Compiled definitions that are kept. */
    static final int COMPILED_MAX = 256;

    private static final String HEADS = """
            SELECT d.id, d.name, d.revision, d.status, p.enforcement
              FROM analytics.event_definition d
              JOIN analytics.tracking_plan p ON p.workspace_id = d.workspace_id AND p.id = d.plan_id
             WHERE d.workspace_id = $1 AND d.name = ANY ($2) AND d.status <> 'draft' AND d.revision > 0
            """;

    private static final String OF_ALL =
            "SELECT unplanned, enforcement FROM analytics.tracking_plan WHERE workspace_id = $1 AND is_default";

    private static final String BODIES = """
            SELECT id, revision, schema, classes FROM analytics.event_definition WHERE workspace_id = $1 AND id = ANY ($2)
            """;

    private record Revision(UUID definition, int number) {
        static Revision of(Row row) {
            return new Revision(row.getUUID("id"), Objects.requireNonNull(row.getInteger("revision")));
        }
    }

    private final Map<Revision, CompiledDefinition> compiled = new LruMap<>(COMPILED_MAX);

    /** The rules for events of these names. */
    public Future<CheckRules> of(StatementRunner statements, WorkspaceId workspace, Collection<String> names) {
        var wanted = names.stream().distinct().toArray(String[]::new);
        var heads = statements.query(HEADS, Tuple.of(workspace.value()).addValue(wanted));
        var ofAll = statements.query(OF_ALL, Tuple.of(workspace.value()));
        return Future.all(heads, ofAll)
                .compose(_ -> definitions(statements, workspace, heads.result()))
                .map(definitions -> rules(heads.result(), ofAll.result(), definitions));
    }

    private Future<Map<Revision, CompiledDefinition>> definitions(
            StatementRunner statements, WorkspaceId workspace, RowSet<Row> heads) {
        var known = new HashMap<Revision, CompiledDefinition>();
        var missing = new ArrayList<UUID>();
        for (var head : heads) {
            var revision = Revision.of(head);
            var definition = compiled.get(revision);
            if (definition == null) {
                missing.add(revision.definition());
            } else {
                known.put(revision, definition);
            }
        }
        if (missing.isEmpty()) {
            return Future.succeededFuture(known);
        }
        return statements
                .query(BODIES, Tuple.of(workspace.value()).addValue(missing.toArray(UUID[]::new)))
                .map(rows -> {
                    for (var row : rows) {
                        var definition =
                                CompiledDefinition.of(row.getJsonObject("schema"), row.getJsonObject("classes"));
                        compiled.put(Revision.of(row), definition);
                        known.put(Revision.of(row), definition);
                    }
                    return known;
                });
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
            return new CheckRules(
                    true,
                    word(Unplanned.class, plan.getString("unplanned")),
                    word(EventEnforcement.class, plan.getString("enforcement")),
                    byName);
        }
        return new CheckRules(true, Unplanned.ACCEPT, EventEnforcement.OBSERVE, byName);
    }

    private static <E extends Enum<E>> E word(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }
}
