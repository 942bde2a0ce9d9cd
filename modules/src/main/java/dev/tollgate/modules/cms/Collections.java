package dev.tollgate.modules.cms;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.cms.CollectionOperations.CollectionPatch;
import dev.tollgate.modules.cms.CollectionOperations.NewCollection;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.schema.FieldSchema;
import dev.tollgate.records.schema.SchemaChange;
import dev.tollgate.records.schema.SchemaReader;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.shape.NewRecord;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.List;

/** Creates and changes collections. Schemas of before are kept, and entries are not rewritten. */
final class Collections {

    private static final TableDeclaration<Collection> TABLE = CollectionOperations.COLLECTIONS.table();
    private static final Column<Collection, Integer> SCHEMA_NUMBER = TABLE.column("schema_number", int.class);

    private static final String KEEP = """
            INSERT INTO cms.collection_schema (workspace_id, collection_id, number, schema, created_at)
            VALUES ($1, $2, $3, $4, $5)
            """;

    private static final String OUTDATE = """
            UPDATE cms.entry
               SET outdated = true, version = version + 1, updated_at = $3, source = $4, last_actor = $5
             WHERE workspace_id = $1 AND collection_id = $2 AND NOT outdated
            """;

    /** Entries of a collection whose schema can become narrower: all are marked in one transaction. */
    static final int OUTDATED_MAX = 10_000;

    private static final Refusal TOO_MANY = new Refusal.Conflict("The schema of a collection with more than "
            + OUTDATED_MAX + " entries cannot become narrower. Create another collection for the new schema.");

    private static final String MANY = "SELECT FROM cms.entry WHERE workspace_id = $1 AND collection_id = $2 LIMIT $3";

    private final RecordTable<Collection> collections;
    private final Work work;

    Collections(ModuleContext context) {
        this.collections = context.table(TABLE);
        this.work = context.work();
    }

    void serve(OperationBus bus) {
        bus.serve(CollectionOperations.CREATE, this::create);
        bus.serve(CollectionOperations.UPDATE, this::update);
    }

    private Future<Outcome<Collection>> create(Call<NewCollection> call) {
        if (SchemaReader.read(call.input().schema()) instanceof SchemaReader.Reading.Faulty(var faults)) {
            return Future.succeededFuture(Outcome.refused(new Refusal.ValidationFailed(faults)));
        }
        var fresh = collections.fresh(call.input());
        var wanted = new NewRecord<Collection>(
                fresh.fresh(), before -> revised(before, fresh.merged().apply(before), false));
        return work.write(
                call,
                transaction ->
                        collections.insert(transaction, call, wanted).map(outcome -> stored(transaction, outcome)));
    }

    private Future<Outcome<Collection>> update(Call<CollectionPatch> call) {
        var patch = call.input();
        var breaking = Boolean.TRUE.equals(patch.allowBreaking());
        return work.write(
                call,
                transaction -> collections
                        .patch(
                                transaction,
                                call,
                                patch.id(),
                                before -> revised(before, Outcome.done(collections.patched(before, patch)), breaking))
                        .compose(outcome -> bounded(transaction, outcome))
                        .map(outcome -> stored(transaction, outcome)));
    }

    /** The collection with another schema, if that is one and refuses nothing more than before. */
    private static Outcome<Collection> revised(Collection before, Outcome<Collection> edit, boolean breaking) {
        if (!(edit instanceof Outcome.Done<Collection>(Collection wanted))
                || wanted.schema().equals(before.schema())) {
            return edit;
        }
        return switch (SchemaReader.read(wanted.schema())) {
            case SchemaReader.Reading.Faulty(var faults) -> Outcome.refused(new Refusal.ValidationFailed(faults));
            case SchemaReader.Reading.Read(FieldSchema schema) -> {
                var narrower = SchemaReader.read(before.schema()) instanceof SchemaReader.Reading.Read(FieldSchema was)
                        ? SchemaChange.narrower(was, schema)
                        : List.<String>of();
                yield narrower.isEmpty() || breaking
                        ? Outcome.done(TABLE.copy(wanted)
                                .set(SCHEMA_NUMBER, before.schemaNumber() + 1)
                                .done())
                        : Outcome.refused(new Refusal.Conflict(conflict(narrower)));
            }
        };
    }

    private static String conflict(List<String> narrower) {
        return "The schema would refuse what it accepts now, by " + String.join(", ", narrower)
                + ". Send allow_breaking to change it all the same.";
    }

    private static Outcome<Change<Collection>> stored(Transaction transaction, Outcome<Change<Collection>> outcome) {
        if (outcome instanceof Outcome.Done<Change<Collection>>(Change<Collection> change)) {
            var before = (Collection) change.records().getFirst().before();
            var after = change.answer();
            if (before == null || before.schemaNumber() != after.schemaNumber()) {
                keep(transaction, after);
            }
            if (before != null && isNarrower(before, after)) {
                outdate(transaction, after);
            }
        }
        return outcome;
    }

    /** Refuses to narrow the schema of a collection with more entries than one transaction should mark. */
    private static Future<Outcome<Change<Collection>>> bounded(
            Transaction transaction, Outcome<Change<Collection>> outcome) {
        if (outcome instanceof Outcome.Done<Change<Collection>>(Change<Collection> change)
                && change.records().getFirst().before() instanceof Collection before
                && isNarrower(before, change.answer())) {
            return transaction
                    .query(MANY, key(before).addValue(OUTDATED_MAX + 1))
                    .map(rows -> rows.size() > OUTDATED_MAX ? Outcome.refused(TOO_MANY) : outcome);
        }
        return Future.succeededFuture(outcome);
    }

    /** A schema that cannot be read is taken as one that accepted anything. */
    private static boolean isNarrower(Collection before, Collection after) {
        return before.schemaNumber() != after.schemaNumber()
                && !(SchemaReader.read(before.schema()) instanceof SchemaReader.Reading.Read(FieldSchema was)
                        && SchemaChange.narrower(was, FieldSchema.stored(after.schema()))
                                .isEmpty());
    }

    private static void keep(Transaction transaction, Collection collection) {
        var _ = transaction.query(
                KEEP,
                key(collection)
                        .addValue(collection.schemaNumber())
                        .addValue(collection.schema())
                        .addValue(collection.updatedAt().atOffset(ZoneOffset.UTC)));
    }

    /** Entries say that they were checked by a wider schema. */
    private static void outdate(Transaction transaction, Collection collection) {
        var _ = transaction.query(
                OUTDATE,
                key(collection)
                        .addValue(collection.updatedAt().atOffset(ZoneOffset.UTC))
                        .addValue(collection.source())
                        .addValue(collection.lastActor()));
    }

    private static Tuple key(Collection collection) {
        return Tuple.tuple()
                .addValue(collection.workspaceId().value())
                .addValue(collection.id().value());
    }
}
