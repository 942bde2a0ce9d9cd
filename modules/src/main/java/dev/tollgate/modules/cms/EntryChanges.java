package dev.tollgate.modules.cms;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.job.RecordJob;
import dev.tollgate.records.kept.KeptAnswers;
import dev.tollgate.records.schema.FieldCheck;
import dev.tollgate.records.table.PartsDeletion;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Change;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one way to change entries: stores the entry and all that follows from it in the same transaction, which is its
 * version, its references, what is live, and its job. Locks the schema of the collection first, then the entry.
 */
final class EntryChanges {

    static final JobKind PUBLICATION =
            JobKind.of("cms.publication", "entry.publish", "entry.unpublish", "entry.drop_publication");

    /**
     * What becomes of an entry.
     *
     * @param entry the entry afterwards
     * @param live what is put live now; null to leave what is live, unless the entry is no longer published
     */
    record Decided(Entry entry, @Nullable Entry live) {

        static Outcome<Decided> edited(Outcome<Entry> entry) {
            return entry.map(one -> new Decided(one, null));
        }
    }

    /** Decides on an entry that is locked. */
    @FunctionalInterface
    interface Decision {
        Future<Outcome<Decided>> on(Transaction transaction, Entry before, EntryCollection collection);
    }

    private final RecordTable<Entry> entries;
    private final RecordJob<Entry> publication;
    private final ReadSchemas schemas = new ReadSchemas();

    EntryChanges(ModuleContext context) {
        this.entries = context.table(EntryOperations.ENTRIES.table());
        this.publication = new RecordJob<>(context.jobs(), PUBLICATION, (entry, _) -> dueAt(entry));
    }

    /** The collection that an entry is created in; empty where there is none. */
    Future<Optional<EntryCollection>> collection(Transaction transaction, Call<?> call, CollectionId id) {
        return EntryCollection.found(transaction, call, id, schemas);
    }

    Future<Outcome<Change<Entry>>> change(Transaction transaction, Call<?> call, EntryId id, Decision decision) {
        var found = EntryCollection.ofEntry(transaction, call, id, schemas);
        return entries.locked(transaction, call, id)
                .compose(locked -> locked.then(before -> found.map(Optional::orElseThrow)
                        .compose(collection -> decision.on(transaction, before, collection)
                                .compose(decided -> changed(transaction, call, before, collection, decided)))));
    }

    private Future<Outcome<Change<Entry>>> changed(
            Transaction transaction, Call<?> call, Entry before, EntryCollection collection, Outcome<Decided> decided) {
        if (!(decided instanceof Outcome.Done<Decided>(Decided(Entry wanted, Entry live)))) {
            return Future.succeededFuture(decided.map(one -> Change.unchanged(one.entry())));
        }
        var shown = live == null ? wanted : live;
        var faults = live != null || rewritten(before, wanted)
                ? EntryRefs.faults(transaction, call, collection, shown.content(), live == null ? null : live.id())
                : Future.succeededFuture(List.<FieldError>of());
        return faults.compose(found -> found.isEmpty()
                ? entries.changed(transaction, call, before, Outcome.done(wanted))
                        .map(outcome -> stored(transaction, call, collection, live, outcome))
                : Outcome.refusedFuture(new Refusal.ValidationFailed(found)));
    }

    /** Whether there are other fields, or the same by another schema. All else is possible with any references. */
    private static boolean rewritten(@Nullable Entry before, Entry after) {
        return before == null
                || before.schemaNumber() != after.schemaNumber()
                || !before.content().equals(after.content());
    }

    /** Adds what follows from a change to its transaction. */
    Outcome<Change<Entry>> stored(
            Transaction transaction,
            Call<?> call,
            EntryCollection collection,
            @Nullable Entry live,
            Outcome<Change<Entry>> outcome) {
        if (outcome instanceof Outcome.Done<Change<Entry>>(Change<Entry> change)
                && change.records().getFirst().changed()) {
            var before = (Entry) change.records().getFirst().before();
            var after = change.answer();
            StoredEntries.keep(transaction, call, before, after);
            if (rewritten(before, after)) {
                refer(transaction, call, collection, after, false);
            }
            if (live != null) {
                StoredEntries.publish(transaction, call, live, collection);
                refer(transaction, call, collection, live, true);
                KeptAnswers.changed(transaction, after.workspaceId(), collection.siteSlug());
            } else if (before != null && before.publishedVersion() != null && after.publishedVersion() == null) {
                StoredEntries.unpublish(transaction, call, after.id());
                EntryRefs.replace(transaction, call, after.id(), List.of(), true);
                AssetRefs.ofEntry(transaction, call, after.id(), List.of(), true);
                KeptAnswers.changed(transaction, after.workspaceId(), collection.siteSlug());
            }
            var _ = publication.follow(transaction, call, change);
        }
        return outcome;
    }

    /** Drops the schedule of an entry that is deleted. */
    PartsDeletion deletion() {
        return publication.deletion();
    }

    /** When the next step of its schedule is due. */
    static @Nullable Instant dueAt(Entry entry) {
        return entry.publishAt() != null ? entry.publishAt() : entry.unpublishAt();
    }

    /** Keeps the references of an entry in place of those before. */
    private static void refer(
            Transaction transaction, Call<?> call, EntryCollection collection, Entry entry, boolean live) {
        var schema = collection.schema();
        var content = entry.content();
        EntryRefs.replace(transaction, call, entry.id(), FieldCheck.references(schema, content), live);
        AssetRefs.ofEntry(transaction, call, entry.id(), FieldCheck.assets(schema, content), live);
    }
}
