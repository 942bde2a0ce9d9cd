package dev.tollgate.modules.cms;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.cms.EntryChanges.Decided;
import dev.tollgate.modules.cms.EntryOperations.Restoration;
import dev.tollgate.modules.cms.EntryOperations.RevisionQuery;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.page.KeysetPages;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists the versions of entries, and makes old ones the newest again. */
final class Revisions {

    private static final String LIST = """
            SELECT number, title, slug, %s AS fields, schema_number, status, created_at, source, last_actor
              FROM cms.entry_revision
             WHERE workspace_id = $1 AND entry_id = $2 AND ($3::bigint IS NULL OR number = $3)
               AND ($4::bigint IS NULL OR number < $4)
             ORDER BY number DESC LIMIT $5
            """.formatted(StoredEntries.FIELDS);

    private final RecordTable<Entry> entries;
    private final EntryChanges changes;
    private final KeysetPages pages;
    private final Work work;

    Revisions(ModuleContext context, EntryChanges changes) {
        this.entries = context.table(Entries.TABLE);
        this.changes = changes;
        this.pages = context.pages();
        this.work = context.work();
    }

    void serve(OperationBus bus) {
        bus.serve(EntryOperations.REVISIONS, this::list);
        bus.serve(EntryOperations.RESTORE, this::restore);
    }

    /** Versions are in the order of their numbers, which stand for ids in cursors. */
    private Future<Outcome<Page<EntryRevision>>> list(Call<RevisionQuery> call) {
        var query = call.input();
        var wanted = new KeysetPages.Wanted(query.id().text() + ' ' + query.number(), query.cursor(), query.limit());
        return entries.get(call, query.id())
                .compose(found -> found instanceof Outcome.Refused<Entry>(var refusal)
                        ? Future.succeededFuture(Outcome.refused(refusal))
                        : pages.page(
                                call,
                                wanted,
                                revision -> new UUID(0, revision.number()),
                                (before, count) -> read(call, before, count)));
    }

    private Future<List<EntryRevision>> read(Call<RevisionQuery> call, @Nullable UUID before, int count) {
        var query = call.input();
        var args = Tuple.of(call.caller().workspaceId().value(), query.id().value())
                .addValue(query.number())
                .addValue(before == null ? null : before.getLeastSignificantBits())
                .addValue(count);
        return work.read(call, LIST, args).map(rows -> KeysetPages.items(rows, EntryRevision::of));
    }

    private Future<Outcome<Entry>> restore(Call<Restoration> call) {
        var input = call.input();
        return work.write(
                call,
                transaction -> changes.change(
                        transaction,
                        call,
                        input.id(),
                        (_, before, collection) -> StoredEntries.revision(transaction, call, input.id(), input.number())
                                .map(found -> found.isEmpty()
                                        ? Outcome.refused(new Refusal.ResourceNotFound("There is no such version."))
                                        : restored(before, found.get(), collection))));
    }

    private static Outcome<Decided> restored(Entry before, EntryRevision revision, EntryCollection collection) {
        var complete = before.status() == Entry.Status.REVIEW;
        var faults = EntryRules.faults(collection, revision.content(), null, complete);
        if (!faults.isEmpty()) {
            return Outcome.refused(new Refusal.ValidationFailed(faults));
        }
        var wanted = EntryRules.current(revision.in(before, revision.content()), collection);
        return Decided.edited(EntryRules.edited(before, Outcome.done(wanted), collection));
    }
}
