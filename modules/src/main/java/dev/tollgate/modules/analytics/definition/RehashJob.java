package dev.tollgate.modules.analytics.definition;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.analytics.hash.HashKeys;
import dev.tollgate.modules.analytics.hash.KeyedHashes;
import dev.tollgate.modules.analytics.violation.HeldRewrite;
import dev.tollgate.modules.tracked.EventMaintenance;
import dev.tollgate.modules.tracked.EventMaintenance.Step;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Hashes what is stored of properties whose class was raised: samples, held events, then the rows of the event store, a
 * step a run. New events have been hashed since the approval.
 */
public final class RehashJob {

    public static final JobKind KIND = JobKind.of("analytics.rehash", "event_definition.rehash");

    /** Between steps that had as much to do as a step may, so that others have the database meanwhile. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private static final String SAMPLES = "samples ";
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
                    if (next.isLast()) {
                        return definitions.changed(transaction, run.call(), definition, Outcome.done(done(definition)));
                    }
                    var now = run.call().facts().time();
                    run.next(next.full() ? now.plus(PAUSE) : now);
                    return transaction
                            .query(
                                    AT,
                                    Tuple.of(workspace.value(), definition.id().value(), next.after()))
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

    /** One step, with the position for the next. */
    private Future<Step> step(
            JobRun run,
            Transaction transaction,
            EventDefinition definition,
            UnaryOperator<JsonObject> hashed,
            @Nullable String position) {
        var held = new HeldRewrite(transaction, definition.workspaceId().value(), definition.name(), hashed);
        if (position == null || position.startsWith(SAMPLES)) {
            return held.samples(position == null ? null : after(position, SAMPLES))
                    .compose(samples -> samples.isLast()
                            ? held.events(null).map(RehashJob::afterHeld)
                            : Future.succeededFuture(new Step(SAMPLES + samples.after(), samples.full())));
        }
        if (position.startsWith(HELD)) {
            return held.events(after(position, HELD)).map(RehashJob::afterHeld);
        }
        var after = position.equals(ROWS) ? null : position.substring(ROWS.length());
        var rewrite = new EventMaintenance.Rewrite(definition.name(), patterns(definition), hashed);
        return maintenance
                .rewrite(transaction, run.call(), rewrite, after)
                .map(rows -> rows.isLast() ? rows : new Step(ROWS + rows.after(), rows.full()));
    }

    private static UUID after(String position, String kind) {
        return UUID.fromString(position.substring(kind.length()));
    }

    private static Step afterHeld(Step held) {
        return new Step(held.isLast() ? ROWS : HELD + held.after(), held.full());
    }

    /** What is hashed, with the regular expression of values that are. */
    private static Map<String, String> patterns(EventDefinition definition) {
        var content = DefinitionContent.of(definition);
        return definition.rehashing().stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        name -> content.classOf(name) == PropertyClass.SENSITIVE
                                ? KeyedHashes.OF_SENSITIVE
                                : KeyedHashes.OF_ANY));
    }
}
