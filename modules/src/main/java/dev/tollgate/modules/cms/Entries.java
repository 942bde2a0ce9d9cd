package dev.tollgate.modules.cms;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.cms.EntryChanges.Decided;
import dev.tollgate.modules.cms.EntryOperations.EntryPatch;
import dev.tollgate.modules.cms.EntryOperations.NewEntry;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.kept.KeptAnswers;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.schema.FieldTrees;
import dev.tollgate.records.schema.Slugs;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.shape.NewRecord;
import dev.tollgate.records.table.PartsDeletion;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Creates, edits and deletes entries on one event loop. What is live is left as it is, but for a deletion. */
final class Entries {

    static final TableDeclaration<Entry> TABLE = EntryOperations.ENTRIES.table();
    static final Column<Entry, JsonObject> FIELDS = TABLE.column("fields", JsonObject.class);
    private static final Column<Entry, SiteId> SITE_ID = TABLE.column("site_id", SiteId.class);
    private static final Column<Entry, String> LOCALE = TABLE.column("locale", String.class);
    private static final Column<Entry, String> SLUG = TABLE.column("slug", String.class);

    private final RecordTable<Entry> entries;
    private final EntryChanges changes;
    private final Work work;

    Entries(ModuleContext context, EntryChanges changes) {
        this.entries = context.table(TABLE);
        this.changes = changes;
        this.work = context.work();
    }

    void serve(OperationBus bus) {
        bus.serve(EntryOperations.CREATE, this::create);
        bus.serve(EntryOperations.UPDATE, this::update);
        bus.serve(EntryOperations.DELETE, this::delete);
    }

    private Future<Outcome<Entry>> create(Call<NewEntry> call) {
        return work.write(
                call,
                transaction -> changes.collection(
                                transaction, call, call.input().collectionId())
                        .compose(found -> found.isPresent()
                                ? created(transaction, call, found.get())
                                : refused(List.of(
                                        new FieldError("collection_id", "is not a record of this workspace")))));
    }

    private Future<Outcome<Change<Entry>>> created(
            Transaction transaction, Call<NewEntry> call, EntryCollection collection) {
        var input = call.input();
        var given = input.fields() == null ? new JsonObject() : input.fields();
        var fields = FieldTrees.patched(new JsonObject(), given);
        var faults = EntryRules.faults(collection, fields, null, false);
        if (!faults.isEmpty()) {
            return refused(faults);
        }
        var fresh = entries.fresh(input);
        var wanted = new NewRecord<Entry>(
                stamp -> draft(fresh.fresh().apply(stamp), input, fields, collection),
                before -> EntryRules.edited(
                        before,
                        fresh.merged()
                                .apply(before)
                                .map(entry -> TABLE.copy(entry)
                                        .set(FIELDS, FieldTrees.patched(before.content(), given))
                                        .done()),
                        collection));
        return EntryRefs.faults(transaction, call, collection, fields, null)
                .compose(unknown -> unknown.isEmpty()
                        ? entries.insert(transaction, call, wanted)
                                .map(outcome -> changes.stored(transaction, call, collection, null, outcome))
                        : refused(unknown));
    }

    private static Entry draft(Entry entry, NewEntry input, JsonObject fields, EntryCollection collection) {
        return TABLE.copy(entry)
                .set(SITE_ID, collection.site())
                .set(LOCALE, input.locale() == null ? collection.siteLocale() : input.locale())
                .set(SLUG, input.slug() == null ? Slugs.of(input.title(), entry.id()) : input.slug())
                .set(FIELDS, fields)
                .set(EntryRules.SCHEMA_NUMBER, collection.schemaNumber())
                .done();
    }

    private Future<Outcome<Entry>> update(Call<EntryPatch> call) {
        var patch = call.input();
        return work.write(
                call,
                transaction -> changes.change(
                        transaction,
                        call,
                        patch.id(),
                        (_, before, collection) -> Future.succeededFuture(Decided.edited(
                                EntryRules.edited(before, Outcome.done(patched(before, patch)), collection)))));
    }

    private Entry patched(Entry before, EntryPatch patch) {
        var fields = switch (patch.fields()) {
            case Patch.Keep<JsonObject> _ -> before.content();
            case Patch.Clear<JsonObject> _ -> new JsonObject();
            case Patch.Set<JsonObject>(JsonObject merged) -> FieldTrees.patched(before.content(), merged);
        };
        return TABLE.copy(entries.patched(before, patch)).set(FIELDS, fields).done();
    }

    private Future<Outcome<Entry>> delete(Call<Ref<EntryId>> call) {
        return entries.remove(call, call.input().id(), List.<PartsDeletion>of(changes.deletion(), Entries::withdraw));
    }

    /** Tells readers of the site; versions and snapshot are deleted with the entry. */
    private static Future<List<RecordChange>> withdraw(Transaction transaction, Call<?> call, Id entry) {
        return StoredEntries.liveOn(transaction, call, new EntryId(entry.value()))
                .map(site -> {
                    site.ifPresent(slug ->
                            KeptAnswers.changed(transaction, call.caller().workspaceId(), slug));
                    return List.of();
                });
    }

    private static <T> Future<Outcome<T>> refused(List<FieldError> faults) {
        return Future.succeededFuture(Outcome.refused(new Refusal.ValidationFailed(faults)));
    }
}
