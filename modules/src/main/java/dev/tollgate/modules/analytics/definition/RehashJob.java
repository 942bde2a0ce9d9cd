package dev.tollgate.modules.analytics.definition;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.analytics.hash.HashKeys;
import dev.tollgate.modules.analytics.hash.KeyedHashes;
import dev.tollgate.modules.analytics.violation.HeldRewrite;
import dev.tollgate.modules.tracked.EventMaintenance;
import dev.tollgate.modules.tracked.PropertyClass;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.job.JobRun;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Change;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Hashes what is stored of properties whose class was raised: samples, held events, then the rows of the event store, a
 * step a run. New events have been hashed since the approval.
 */
public final class RehashJob {

    public static final JobKind KIND = JobKind.of("analytics.rehash", "event_definition.rehash");

    private static final String HELD = "held ";
    private static final String ROWS = "rows ";

    private static final String POSITION =
            "SELECT rehash_after FROM analytics.event_definition WHERE workspace_id = $1 AND id = $2";

    private static final String AT =
            "UPDATE analytics.event_definition SET rehash_after = $3 WHERE workspace_id = $1 AND id = $2";

    private final RecordTable<EventDefinition> definitions;
    private final HashKeys keys;
    private final EventMaintenance maintenance;

    public RehashJob(ModuleContext context, HashKeys keys, EventMaintenance maintenance) {
        this.definitions = context.table(DefinitionRules.TABLE);
        this.keys = keys;
        this.maintenance = maintenance;
    }

    public Future<?> run(JobRun run) {
        var id = new EventDefinitionId(run.subject());
        return run.write(transaction -> definitions
                .locked(transaction, run.call(), id)
                .compose(found -> found.then(definition -> step(run, transaction, definition))));
    }

    private Future<Outcome<Change<EventDefinition>>> step(
            JobRun run, Transaction transaction, EventDefinition definition) {
        if (definition.rehashing().isEmpty()) {
            return Future.succeededFuture(Outcome.done(Change.unchanged(definition)));
        }
        var workspace = definition.workspaceId();
        var key = Tuple.of(workspace.value(), definition.id().value());
        var hashes = keys.made(transaction::query, workspace);
        var position = transaction
                .query(POSITION, key)
                .map(found -> found.iterator().next().getString("rehash_after"));
        return Future.all(hashes, position)
                .compose(
                        _ -> step(run, transaction, definition, hashed(definition, hashes.result()), position.result()))
                .compose(next -> {
                    if (next.isEmpty()) {
                        return definitions.changed(transaction, run.call(), definition, Outcome.done(done(definition)));
                    }
                    run.next(run.call().facts().time());
                    return transaction
                            .query(
                                    AT,
                                    Tuple.of(workspace.value(), definition.id().value(), next))
                            .map(_ -> Outcome.done(Change.unchanged(definition)));
                });
    }

    private static EventDefinition done(EventDefinition definition) {
        return DefinitionRules.TABLE
                .copy(definition)
                .set(DefinitionRules.REHASHING, List.of())
                .done();
    }

    private static UnaryOperator<JsonObject> hashed(EventDefinition definition, KeyedHashes hashes) {
        var content = DefinitionContent.of(definition);
        var pii = of(definition, content, PropertyClass.PII);
        var sensitive = of(definition, content, PropertyClass.SENSITIVE);
        return properties -> hashes.hashed(properties, pii, sensitive);
    }

    private static Set<String> of(EventDefinition definition, DefinitionContent content, PropertyClass kind) {
        return definition.rehashing().stream()
                .filter(name -> content.classOf(name) == kind)
                .collect(Collectors.toSet());
    }

    /** One step; the position for the next, empty after the last. */
    private Future<String> step(
            JobRun run,
            Transaction transaction,
            EventDefinition definition,
            UnaryOperator<JsonObject> hashed,
            @Nullable String position) {
        if (position == null || position.startsWith(HELD)) {
            var held = new HeldRewrite(transaction, definition.workspaceId().value(), definition.name(), hashed);
            var after = position == null ? null : UUID.fromString(position.substring(HELD.length()));
            var samples = position == null ? held.samples() : Future.succeededFuture();
            return samples.compose(_ -> held.events(after)).map(last -> last == null ? ROWS : HELD + last);
        }
        var after = position.equals(ROWS) ? null : position.substring(ROWS.length());
        var rewrite = new EventMaintenance.Rewrite(definition.name(), Set.copyOf(definition.rehashing()), hashed);
        return maintenance
                .rewrite(transaction, run.call(), rewrite, after)
                .map(next -> next.isEmpty() ? "" : ROWS + next);
    }
}
