package dev.tollgate.modules.analytics.check;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.ProgressListener;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.analytics.hash.StatementRunner;
import dev.tollgate.runtime.memory.WeighedLru;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * The definitions that one event loop has compiled, each once while it is kept. Those of a call are read a few at a
 * time, and compiled in slices that the call's listener is told of.
 */
final class CompiledDefinitions {

    /** Memory of those that are kept. */
    static final long KEPT_BYTES_MAX = 8 << 20;

    /** Memory of those of one call, which all its events are checked by; a single one may have more. */
    static final long CALL_BYTES_MAX = 16 << 20;

    /** Definitions that one statement reads, each of at most 32 KiB. */
    static final int READ_MAX = 16;

    /** As text, so that reading it as JSON is part of a slice. */
    private static final String BODIES = """
            SELECT id, revision, schema::text AS schema, classes::text AS classes
              FROM analytics.event_definition
             WHERE workspace_id = $1 AND id = ANY ($2)
            """;

    private static final Refusal TOO_LARGE = Refusal.ValidationFailed.of(
            "events", "have definitions that are too large together: send events of fewer names in one call");

    /** A definition never changes under one number. */
    record Revision(UUID definition, int number) {
        static Revision of(Row row) {
            return new Revision(row.getUUID("id"), Objects.requireNonNull(row.getInteger("revision")));
        }
    }

    private final WeighedLru<Revision, CompiledDefinition> kept =
            new WeighedLru<>(KEPT_BYTES_MAX, CompiledDefinition::memoryBytes);

    /** These definitions; refused if they take too much memory together, and where the listener is gone meanwhile. */
    Future<Outcome<Map<Revision, CompiledDefinition>>> of(
            StatementRunner statements, WorkspaceId workspace, Collection<Revision> wanted, ProgressListener listener) {
        var ofCall = new OfCall(statements, workspace, listener);
        for (var revision : wanted) {
            var definition = kept.get(revision);
            if (definition == null) {
                ofCall.missing.add(revision.definition());
            } else {
                ofCall.add(revision, definition);
            }
        }
        return FutureLoop.whileTrue(ofCall::compile)
                .map(_ -> ofCall.isWhole() ? Outcome.done(ofCall.found) : Outcome.refused(TOO_LARGE));
    }

    /** The definitions of one call, as far as they are compiled. */
    private final class OfCall {
        private final StatementRunner statements;
        private final WorkspaceId workspace;
        private final ProgressListener listener;
        private final List<UUID> missing = new ArrayList<>();
        private final Map<Revision, CompiledDefinition> found = new HashMap<>();
        private int begun;
        private long bytes;
        private boolean cut;

        OfCall(StatementRunner statements, WorkspaceId workspace, ProgressListener listener) {
            this.statements = statements;
            this.workspace = workspace;
            this.listener = listener;
        }

        void add(Revision revision, CompiledDefinition definition) {
            found.put(revision, definition);
            bytes += definition.memoryBytes();
        }

        boolean isTooMuch() {
            return found.size() > 1 && bytes > CALL_BYTES_MAX;
        }

        boolean isWhole() {
            return !cut && !isTooMuch();
        }

        /** Reads and compiles some that are missing; false where none is left, or no further one is wanted. */
        Future<Boolean> compile() {
            if (begun == missing.size() || !isWhole()) {
                return Future.succeededFuture(false);
            }
            var some = missing.subList(begun, Math.min(begun + READ_MAX, missing.size()));
            begun += some.size();
            return statements
                    .query(BODIES, Tuple.of(workspace.value()).addValue(some.toArray(UUID[]::new)))
                    .compose(this::compileRows);
        }

        private Future<Boolean> compileRows(RowSet<Row> rows) {
            var bodies = new ArrayList<Row>();
            rows.forEach(bodies::add);
            return SlicedChecks.of(bodies, this::compiled, this::isTooMuch, listener)
                    .map(compiled -> {
                        cut = compiled.size() < bodies.size();
                        return !cut;
                    });
        }

        private CompiledDefinition compiled(Row row) {
            var definition = CompiledDefinition.of(
                    new JsonObject(row.getString("schema")), new JsonObject(row.getString("classes")));
            kept.put(Revision.of(row), definition);
            add(Revision.of(row), definition);
            return definition;
        }
    }
}
